"""What the desk's key is used for: the chain of the log, identity numbers, sessions. Each use has a key of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet
from django.conf import settings

_SHOWN_BEFORE, _SHOWN_AFTER = 4, 4
_ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_ID_LENGTH = 14


def new_id() -> str:
    """A random id of about 69 bits that says nothing of what it is for; it begins with a letter."""
    return "k" + "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))


def derive(key: bytes, use: str) -> bytes:
    """The key for one use, of 32 bytes."""
    return hmac.new(key, f"clausewise desk: {use}".encode(), hashlib.sha256).digest()


def seal(number: str) -> bytes:
    """An identity number, encrypted."""
    return _fernet().encrypt(number.encode("ascii"))


def unseal(sealed: bytes) -> str:
    """The identity number that was encrypted. Raises: cryptography.fernet.InvalidToken under another key."""
    return _fernet().decrypt(bytes(sealed)).decode("ascii")


def masked(number: str) -> str:
    """An identity number as pages show it: 5001…1234."""
    return f"{number[:_SHOWN_BEFORE]}…{number[-_SHOWN_AFTER:]}"


def chain_mac(previous: str, written: str) -> str:
    """What binds an entry of the log to the one before it; hexadecimal."""
    return hmac.new(settings.DESK_LOG_KEY, f"{previous}\n{written}".encode(), hashlib.sha256).hexdigest()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(settings.DESK_IDENTITY_KEY))
