"""The encodings of text files that a mapping may name, by the names that they go by here."""

from __future__ import annotations

import codecs

KNOWN_ENCODINGS = ("utf-8", "gb18030", "gbk", "gb2312", "big5", "utf-16")
# The same characters where both have them; files that say GBK hold what only GB18030 has.
_WIDER = {"gbk": "gb18030", "gb2312": "gb18030", "utf-8-sig": "utf-8", "ascii": "utf-8"}
# Of Python's, and of no file.
_NO_FILES = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}


def text_encoding(written: str) -> str | None:
    """The encoding of text files that is meant, by the name it goes by here; None when there is none."""
    try:
        name = codecs.lookup(written.strip()).name.replace("_", "-")
        "".encode(name)
    except (LookupError, ValueError):
        return None
    return None if name in _NO_FILES else _WIDER.get(name, name)
