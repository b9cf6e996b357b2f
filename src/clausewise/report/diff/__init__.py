"""What differs between two packs, for people."""
