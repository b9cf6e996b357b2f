"""Chinese numerals as documents number their parts with: 九, 十一, 一百零二."""

from __future__ import annotations

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "[零〇一二两三四五六七八九十百千]+"


def read_numeral(text: str) -> int:
    """The number a Chinese or Arabic numeral stands for: 三十七 is 37, ３７ too.

    Raises: ValueError when it is no numeral.
    """
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _DIGITS:
            digit = digit * 10 + _DIGITS[character]
        else:
            raise ValueError(f"{text} is no numeral")
    return total + digit
