"""Screening: the rules over whole registries, as columns. Reads the tree of conditions that every reader shares.

The rules become a graph of plain steps (`reading`, `graph`), the steps Narwhals expressions (`expressions`), in the
order in which they are computed (`program`); `in_memory` runs them with Polars. Needs the extra `screening`.
"""
