"""Two versions of rules over one registry, for people."""
