"""The language of rules: facts, conditions, rules and duties, read from YAML, checked and typed.

The ground floor that every reader of the rules shares; there is no engine here.
"""
