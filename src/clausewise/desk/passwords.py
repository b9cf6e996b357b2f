"""How passwords are kept: argon2id over 19 MiB, twice, in one lane, as OWASP's cheat sheet asks for at least."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's hasher with these costs."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
