"""The interview: what is to be asked about a household, in a stable order, and what its answers make of the case.

`interviewing.Interview` knows no terminal and no file: `clausewise ask` shows its prompts, and anything else can.
"""

from clausewise.interview.prompts import Form, Prompt, Stage

__all__ = ["Form", "Prompt", "Stage"]
