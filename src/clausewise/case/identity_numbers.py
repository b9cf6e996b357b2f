"""Identity numbers of residents (GB 11643-1999): 17 digits, and a character that checks them.

Digits 7 to 14 are the day of birth.
"""

from __future__ import annotations

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""What each of the 17 digits counts for; with the check character, X for 10, the sum leaves 1 when divided by 11."""

_CHECKS = "10X98765432"


def is_checked(number: str) -> bool:
    """Whether the last of 18 characters is what the 17 digits before it make it."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return _CHECKS[total % len(_CHECKS)] == number[-1].upper()
