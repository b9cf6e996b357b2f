"""Puts what was found into records: an engine's result, what would turn a finding, contested points, an interview.

Takes everything as it was found, and evaluates nothing.
"""
