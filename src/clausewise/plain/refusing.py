"""The one error of this package."""

from __future__ import annotations


class Refused(Exception):
    """Rules or facts that cannot be judged: written otherwise than the language is, or contradicting one another.

    The message is one sentence for whoever must find out why.
    """
