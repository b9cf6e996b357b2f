"""The tables of a registry, whatever they lie in, as Parquet; and what is kept of them on the disk."""
