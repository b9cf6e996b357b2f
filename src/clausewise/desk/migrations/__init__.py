"""The tables of the desk as they came to be."""
