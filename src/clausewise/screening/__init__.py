"""Screening: the rules over whole registries, as columns. Reads the tree of conditions that every reader shares.

Seven rooms, each of which knows only those before it: `rules` become a graph of steps over columns, a `mapping` says
what a registry holds, `figures` are what is counted, `tables` what it lies in, the `intake` reads and checks its rows,
`engines` run the steps over them, and `runs` put it all into a folder. Needs the extra `screening`.
"""
