"""Makes a text one that libyaml, which reads YAML 1.1, reads as YAML 1.2 and JSON do. Every character keeps its place.

To YAML 1.1 U+0085, U+2028 and U+2029 end a line, so that what an editor shows within a comment would be read; to
YAML 1.2 they are text. JSON writes a character beyond U+FFFF as two escapes, of which libyaml knows neither.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from clausewise.patterns import pattern

_ENDINGS = "\x85\u2028\u2029"
_HAS_ENDINGS = pattern(f"[{_ENDINGS}]")
_PRIVATE = range(0xE000, 0xF900)
_HALVED = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALVES = pattern(_HALVED)
_STRING = pattern(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE = pattern(rf"(?P<pair>{_HALVED})|\\.", re.DOTALL)


def for_libyaml(text: str) -> tuple[str, Callable[[str], str]]:
    """The text for libyaml, and what gives a value of it back as the text has it."""
    if _HALVES.search(text) and _is_json(text):
        text = _STRING.sub(_joined, text)
    if not _HAS_ENDINGS.search(text):
        return text, lambda value: value
    # Letters for private use of which the text has none.
    stand_ins = "".join(itertools.islice((chr(one) for one in _PRIVATE if chr(one) not in text), len(_ENDINGS)))
    back = str.maketrans(stand_ins, _ENDINGS)
    return text.translate(str.maketrans(_ENDINGS, stand_ins)), lambda value: value.translate(back)


def _is_json(text: str) -> bool:
    # Imported only here: hardly any text has such a pair.
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _joined(string: re.Match[str]) -> str:
    """A string of JSON with each pair as one escape that libyaml knows; it is filled up with spaces behind it."""
    joined = _ESCAPE.sub(lambda found: _as_one(found["pair"]) if found["pair"] else found[0], string[0])
    return joined.ljust(len(string[0]))


def _as_one(pair: str) -> str:
    import json

    character: str = json.loads(f'"{pair}"')
    return f"\\U{ord(character):08X}"
