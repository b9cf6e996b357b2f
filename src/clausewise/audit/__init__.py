"""The audit: shows that the rules say what the document says, and that the cases try what the rules say.

A reader of the same tree of conditions as the engine, beside it: the engine knows nothing of it, and only `engine`,
`sections` and `killing_cases` here know the engine.
"""
