"""The audit: shows that the rules say what the document says, and that the cases try what the rules say.

A reader of the same tree of conditions as the engine, beside it: neither imports the other. Whoever starts an audit
hands it a judge, which checks cases (`clausewise.judging`).
"""
