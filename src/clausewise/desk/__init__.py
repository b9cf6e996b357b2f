"""The desk: a family taken from sign-in to a reviewed paper in a browser, on the office's own machine.

It stands on `clausewise.load` and what that gives, decides nothing itself, and loads nothing from outside. Importing
this package needs no Django: `clausewise.desk.settings` configures it for one data folder.
"""
