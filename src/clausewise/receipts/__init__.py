"""Receipts: what was decided about a household, kept so that it can be made again, signed, verified and erased."""
