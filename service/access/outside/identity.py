"""What every provider of identities has in common: where to send a browser, whom it vouches for."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET_BYTES = 32
LONGEST_CODE, LONGEST_SUBJECT, LONGEST_NAME = 4096, 255, 120
UNNAMED = "—"  # a refusal is told the name of its provider where the language is known
NOT_NOW = frozenset({"temporarily_unavailable", "server_error"})
NOT_SET_UP = frozenset(
    {
        *("unauthorized_client", "invalid_client", "invalid_scope", "invalid_request"),
        *("unsupported_response_type", "invalid_request_uri", "redirect_uri_mismatch"),
    }
)


@dataclass(frozen=True, slots=True)
class Identity:
    """
    Somebody a provider vouches for.

    Parameters
    ----------
    issuer
        The provider's own name; holds no blank.
    subject
        Who they are there, for ever; no other person of the provider's has it.
    name
        What they are called there; they may have chosen it themselves.
    """

    issuer: str
    subject: str
    name: str

    @property
    def outside(self) -> str:
        """Return who they are as it is kept with an account."""
        return outside_of(self.issuer, self.subject)


def outside_of(issuer: str, subject: str) -> str:
    """Return who somebody is as it is kept with an account."""
    return f"{issuer} {subject}"


@dataclass(frozen=True, slots=True)
class Flow:
    """
    One way from our sign-in page to a provider and back.

    All that proves an answer to be ours follows from one secret, which only the browser that began
    knows, in a cookie: whoever has the address of an answer alone can do nothing with it.

    Parameters
    ----------
    secret
        Hexadecimal digits.
    """

    secret: str = field(default_factory=lambda: secrets.token_hex(SECRET_BYTES))

    @property
    def state(self) -> str:
        """Return what the provider gives back; letters and digits only, as some take no more."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """Return what an identity token repeats."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Return what proves that whoever redeems a code asked for it (RFC 7636)."""
        return self._derived("verifier")

    def _derived(self, what: str) -> str:
        return hmac.digest(self.secret.encode(), what.encode(), "sha256").hex()


class Provider(Protocol):
    """A provider of identities."""

    @property
    def name(self) -> str:
        """Return its name in the settings."""

    @property
    def kind(self) -> str:
        """Return of which kind it is."""

    @property
    def label(self) -> str:
        """Return as what people know it; empty: by its kind."""

    @property
    def issuer(self) -> str:
        """Return its own name, under which those it vouches for are kept."""

    def address(self, flow: Flow, back: str) -> str:
        """
        Return where to send a browser.

        Parameters
        ----------
        back
            Address to which the provider sends it afterwards.

        Raises
        ------
        InputError
            ``outside_gone``, ``outside_setup``.
        """

    def identity(self, flow: Flow, back: str, answer: Mapping[str, str]) -> Identity:
        """
        Return whom an answer vouches for.

        Parameters
        ----------
        answer
            What the provider sent the browser back with; its ``state`` was looked at already.

        Raises
        ------
        InputError
            ``outside_gone``, ``outside_setup``, ``outside_refused``, ``outside_false``.
        """


def code_of(answer: Mapping[str, str], *names: str) -> str:
    """
    Return the code an answer carries under one of some names.

    Raises
    ------
    InputError
        When it carries an error or none: as a rule the person did not agree.
    """
    error = answer.get("error", "")
    if error in NOT_NOW:
        raise gone(error)
    if error in NOT_SET_UP:
        raise not_set_up(error)
    found = next((answer[name] for name in names if answer.get(name)), "")
    if error or not found:
        raise InputError(Fault("outside_refused", details={"provider": UNNAMED}))
    if len(found) > LONGEST_CODE:
        raise false("code")
    return found


def vouched(issuer: str, subject: object, *names: object) -> Identity:
    """Return an identity of what a provider says; raises InputError where it names nobody."""
    if isinstance(subject, int) and not isinstance(subject, bool):
        subject = str(subject)
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise false("subject")
    if not subject.isprintable():
        raise false("subject")
    told = (one for one in names if isinstance(one, str) and one.strip())
    name = "".join(sign for sign in next(told, subject) if sign.isprintable())
    return Identity(issuer, subject, name.strip()[:LONGEST_NAME])


def gone(what: str) -> InputError:
    """Return that a provider does not answer."""
    return InputError(Fault("outside_gone", value=what, details={"provider": UNNAMED}))


def not_set_up(what: str) -> InputError:
    """Return that a provider does not take this program's own credentials or address."""
    return InputError(Fault("outside_setup", value=what, details={"provider": UNNAMED}))


def false(what: str) -> InputError:
    """Return that an answer is not what it claims to be; names the part that is wrong."""
    return InputError(Fault("outside_false", value=what, details={"provider": UNNAMED}))
