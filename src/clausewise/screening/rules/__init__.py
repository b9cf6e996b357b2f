"""Rules as columns: what they come to over whole columns, as a graph of plain steps that any engine can run."""
