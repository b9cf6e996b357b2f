"""What a mapping says of a registry: read, checked, proposed, and the words that stand in its columns."""
