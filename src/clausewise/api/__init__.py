"""Clausewise from Python: packs, answers, explanations, interviews. What is here is exported by `clausewise`."""
