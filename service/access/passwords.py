"""Passwords: hashed with Argon2id, made by the program, and what a good one must hold."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from scheduler.errors import gathering

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another on paper
GROUPS, GROUP = 4, 4  # 16 letters of 31: 79 bits
SHORTEST, LONGEST = 10, 200


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """
    What it costs to try a password; as RFC 9106 advises where memory is scarce.

    Parameters
    ----------
    passes
        Over the memory.
    memory_kib
        Memory that one try takes.
    lanes
        How many parts of it are worked on side by side.

    References
    ----------
    RFC 9106, section 4 (https://doi.org/10.17487/RFC9106).
    """

    passes: int = 3
    memory_kib: int = 65_536
    lanes: int = 4


USUAL_COST = PasswordCost()


def hashed(password: str, cost: PasswordCost = USUAL_COST) -> str:
    """Return the hash of a password, with its salt and cost."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only who signs in needs it

    return str(PasswordHasher(cost.passes, cost.memory_kib, cost.lanes).hash(_written(password)))


def matches(kept: str, password: str, cost: PasswordCost = USUAL_COST) -> bool:
    """
    Return whether a password is the one of a hash; an empty hash has none, and takes as long.

    Parameters
    ----------
    cost
        Of the hash that stands in for an empty one.
    """
    from argon2 import PasswordHasher  # noqa: PLC0415 - only who signs in needs it
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415 - as above

    try:
        good = PasswordHasher().verify(kept or _nobody(cost), _written(password))
    except VerifyMismatchError:
        return False
    return bool(good and kept)


def is_worn(kept: str, cost: PasswordCost = USUAL_COST) -> bool:
    """Return whether a hash was made at another cost than now."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - only who signs in needs it

    return bool(PasswordHasher(cost.passes, cost.memory_kib, cost.lanes).check_needs_rehash(kept))


def _written(password: str) -> bytes:
    """Return a password as it is hashed: however a keyboard composed its letters."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=4)
def _nobody(cost: PasswordCost) -> str:
    return hashed(secrets.token_hex(16), cost)


def made_password() -> str:
    """Return a new password that nobody can guess, easy to read out."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def require_good(password: str, name: str, *, old: str = "") -> None:
    """Raise InputError with all for which a password will not do."""
    with gathering() as check:
        check(len(password) >= SHORTEST, "password_short", column="password", least=SHORTEST)
        check(len(password) <= LONGEST, "password_long", column="password", most=LONGEST)
        plain = password.casefold()
        check(name.casefold() not in plain, "password_of_name", column="password")
        check(len(set(plain)) >= GROUP, "password_plain", column="password")
        check(password != old, "password_same", column="password")
