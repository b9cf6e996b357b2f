"""A screening, for people: figures as text and as a page, lists for outreach."""
