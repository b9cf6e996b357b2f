"""Text of others as it may be shown: what would move the cursor, turn the writing or not be seen stands there by name.

A file can hold escapes that clear a terminal, marks that show a line backwards, and letters that nobody sees. Nothing
here judges what a text may hold; whoever reads files does.
"""

from __future__ import annotations

from clausewise.patterns import pattern

# What Python counts as printable of the letters that nobody sees.
_UNSEEN_BUT_PRINTABLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
_UNSEEN = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with every character that cannot be seen, or does something, as its name: `<U+001B>`.

    Line ends and tabs stay.
    """
    # Nearly all text is plain, and to compile the pattern takes longer than to see that.
    if text.replace("\n", "").isprintable() and _UNSEEN_BUT_PRINTABLE.isdisjoint(text):
        return text
    return _UNSEEN.sub(lambda found: f"<{name_character(found[0])}>", text)


def visible_line(text: str) -> str:
    """The same of what is to stay on one line: its line ends are shown too."""
    return visible(text).replace("\n", f"<{name_character(chr(10))}>")


def name_character(character: str) -> str:
    """A character by its number, such as U+0007."""
    return f"U+{ord(character):04X}"
