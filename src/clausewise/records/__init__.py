"""What is answered, as data: frozen dataclasses, of which JSON, JSON Schemas and docs/records.md are made.

A field's docstring is its description. Nothing here evaluates anything; pydantic is imported for schemas only.
"""
