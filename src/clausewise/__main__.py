"""Runs the command line as `python -m clausewise`; holds nothing of its own."""

from clausewise.cli import main

main()
