"""The one intake: cells, rows and households of a registry, and what is wrong with them, for every engine."""
