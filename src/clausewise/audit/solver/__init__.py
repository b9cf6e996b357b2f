"""The solver's reader of the tree: conditions become Z3 terms over a household of whom anything may be unknown.

`terms` holds values and truths as terms, `household` what may be known, `reading` the translation of one pack, `search`
the questions a solver can answer. It needs the extra `audit`; nothing outside this folder and `questions` imports Z3.
"""
