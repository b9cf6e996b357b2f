"""Addresses of databases: which registries are one, and how one is shown, never with what opens it.

What is wrong with an address is said without quoting it: any part of it may be the password.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from clausewise.errors import Diagnostic, RequestError

_POSTGRESQL = ("postgresql://", "postgres://")
# Two letters at least: one is a drive. Where a slash was left out, only what has a user is taken for an address.
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)(://|:/?(?=[^/].*@))(.*)", re.DOTALL)
# How drivers and other programs name a password outside the place that it has in an address.
_SAYS_A_PASSWORD = re.compile(r"(password|passwd|pwd)\s*=", re.IGNORECASE)
_MEND = (
    "write postgresql://user@host:port/database, other characters than letters and digits as %40 is for @; "
    "the password may stand in PGPASSWORD or ~/.pgpass"
)


def is_database(registry: str) -> bool:
    """Whether a registry is a database rather than a folder."""
    return registry.startswith(_POSTGRESQL) or registry.endswith((".duckdb", ".db", ".ddb"))


def shown(registry: str) -> str:
    """A registry as it may be shown and written down: an address without its password or options, however mistyped."""
    found = _ADDRESS.fullmatch(registry.strip())
    if found is None:
        return "…" if _SAYS_A_PASSWORD.search(registry) else registry
    scheme, slashes, rest = found.groups()
    if re.search(r"[?#].*@", rest, re.S):
        return f"{scheme}{slashes}…"
    head, at, tail = rest.rpartition("@")
    tail = re.split(r"[?#]", tail)[0]
    host, slash, path = tail.partition("/")
    name, _, port = host.partition(":")
    # Without a user, what follows a colon is a port only where a database follows it.
    known = f":{port}" if re.fullmatch(r"[0-9]{1,5}", port) and (at or slash) else ""
    user = re.split(r"[:/]", head)[0] + at if head else ""
    return f"{scheme}{slashes}{user}{name}{known}{slash}{path}"


def check_address(address: str) -> None:
    """Refuse an address that no database can be reached by. Raises: RequestError that quotes nothing of it."""
    problem = _problem(address)
    if problem:
        raise RequestError(Diagnostic(f"this is no address of a database: {problem}", None, _MEND))


def _problem(address: str) -> str | None:
    if re.search(r"[\s\x00-\x1f\x7f]", address):
        return "there is a space or a line end in it"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "its host or its port cannot be read"
    if "@" in parts.netloc.rpartition("@")[0] or "@" in parts.path:
        return "there is more than one @ in it"
    if port is not None and not 0 < port < 65536:
        return "its port is no number from 1 to 65535"
    if re.search("%(?![0-9A-Fa-f]{2})", address):
        return "% stands before what is no code of a character"
    return None


def without_secrets(said: str, address: str) -> str:
    """What a driver says of an address, left out where it holds a password or an option of it."""
    parts = urlsplit(address)
    secrets = [parts.password or "", *(value for _, value in parse_qsl(parts.query))]
    if any(one and one in said for secret in secrets for one in (secret, unquote(secret))):
        return "what the driver says of it is left out, for it holds a part of the password"
    return said
