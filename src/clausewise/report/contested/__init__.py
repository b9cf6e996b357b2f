"""Contested points, for people: both readings, the laws, who decides."""
