"""One-time codes of a phone's app (RFC 6238), each taken once."""

from __future__ import annotations

STEP_S = 30
EARLY_OR_LATE = (0, -1, 1)
ISSUER = "paiban"


def made_secret() -> str:
    """Return a new secret, in base 32."""
    from pyotp import random_base32  # noqa: PLC0415 - only who signs in needs it

    return str(random_base32())


def address(secret: str, name: str) -> str:
    """Return the address that an app reads a secret from, as text or a square code."""
    from pyotp import TOTP  # noqa: PLC0415 - only who signs in needs it

    return str(TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER))


def step_of(secret: str, code: str, at_s: int, used: int) -> int | None:
    """
    Return the step a code belongs to, if it is right and was not used; else None.

    Parameters
    ----------
    at_s
        The moment, in seconds since 1970; a clock that is a step off is forgiven.
    used
        Step of the last code that was taken.

    References
    ----------
    RFC 6238, section 5.2 (https://doi.org/10.17487/RFC6238).
    """
    from pyotp import TOTP, utils  # noqa: PLC0415 - only who signs in needs it

    told = code.replace(" ", "")
    if not told.isascii():
        return None
    for off in EARLY_OR_LATE:
        step = at_s // STEP_S + off
        if step > used and utils.strings_equal(TOTP(secret).at(step * STEP_S), told):
            return step
    return None
