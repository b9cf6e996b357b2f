"""Clausewise: policy documents as rules, household cases checked against them, every answer with its clause."""

__version__ = "0.1.0"
