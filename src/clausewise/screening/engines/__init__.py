"""What runs the steps of rules over the rows of a registry: Polars here, DuckDB and Spark elsewhere."""
