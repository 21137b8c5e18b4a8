"""Certificates for posts: how many hold, which end first, extending and entering them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.records import certificates
from service.records.certificates import Certificate
from ui import figures, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import DAY, day, days_between, full_day, person, post
from ui.parts.markup import Card, Tone, cards
from ui.parts.register import Act, Column, Register, each
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.agent import Agent
    from service.desk import Desk
    from service.records.certificates import HeldCertificate, Trainee

SORTS: dict[str, Callable[[HeldCertificate], bool]] = {
    "all": lambda _one: True,
    "soon": lambda one: one.ends_soon,
    "over": lambda one: one.is_over,
}
USUAL_DAYS = 365
DAYS_BACK, DAYS_AHEAD = 400, 90
LENGTHS = (90, 180, 365, 730, 0)


def answers(found: Sequence[HeldCertificate], learning: Sequence[Trainee]) -> None:
    """Draw how many certificates hold, end soon or ran out, and who is in training."""
    over = sum(one.is_over for one in found)
    soon = [one for one in found if one.ends_soon]
    first = min((one.days_left for one in soon if one.days_left is not None), default=None)
    waiting = sum(one.progress.next_stage is not None for one in learning)
    cards(
        [
            Card(
                say("certificates.card_valid"),
                str(len(found) - over),
                say("certificates.card_valid_note", people=len({one.agent.id for one in found})),
            ),
            Card(
                say("certificates.card_soon"),
                str(len(soon)),
                say("certificates.card_first", days=first)
                if first is not None
                else say("certificates.card_none_soon"),
                Tone.LOOK if soon else Tone.GOOD,
            ),
            Card(
                say("certificates.card_over"),
                str(over),
                say("certificates.card_over_note") if over else say("certificates.card_none_over"),
                Tone.BAD if over else Tone.GOOD,
            ),
            Card(
                say("certificates.card_training"),
                say("certificates.people", count=waiting),
                say("certificates.card_training_note"),
            ),
        ]
    )


def held_list(found: Sequence[HeldCertificate], today: dt.date) -> None:
    """List certificates, those that end first on top; chosen ones can be extended."""
    columns: tuple[Column[HeldCertificate], ...] = (
        Column("agent", lambda one: _name(one.agent)),
        Column("team", lambda one: one.agent.team or "—"),
        Column("post", lambda one: post_name(one.certificate.post, state.lang())),
        Column("from", lambda one: _from(one.certificate)),
        Column("to", lambda one: _to(one.certificate)),
        Column("left", lambda one: one.days_left),
        Column("state", _state),
    )

    def extend(desk: Desk, one: HeldCertificate) -> None:
        certificates.save_certificate(desk, one.agent.id, _a_year_more(one, today))

    acts = (Act("extend", each(extend), ":material/event_repeat:", is_main=True, can=_ends),)
    register.draw(Register("certificates", columns, acts, SORTS), found)


def _name(agent: Agent) -> str:
    return agent.id if agent.name in ("", agent.id) else f"{agent.id} {agent.name}"


def _from(held: Certificate) -> str:
    return full_day(held.valid_from) if held.valid_from else say("certificates.always")


def _to(held: Certificate) -> str:
    return full_day(held.valid_to) if held.valid_to else say("certificates.endless")


def _state(one: HeldCertificate) -> str:
    kind = "over" if one.is_over else "soon" if one.ends_soon else "valid"
    return say(f"certificates.state_{kind}")


def _ends(one: HeldCertificate) -> bool:
    return one.certificate.valid_to is not None


def _a_year_more(one: HeldCertificate, today: dt.date) -> Certificate:
    """Return a certificate from the day after another ends, or from today where it ran out."""
    last = one.certificate.valid_to
    first = today if last is None or one.is_over else last + DAY
    return Certificate(one.certificate.post, first, first + DAY * (USUAL_DAYS - 1))


@dataclass(frozen=True, slots=True)
class CertificateTold:
    """What is asked for a certificate: whose, for which post, from when, for how many days."""

    agent_id: str
    post: str
    valid_from: dt.date
    length: int

    def certificate(self) -> Certificate:
        """Return the certificate; without a length it does not end."""
        last = self.valid_from + DAY * (self.length - 1) if self.length else None
        return Certificate(self.post, self.valid_from, last)


def form(today: dt.date) -> None:
    """Ask for a certificate and keep it."""
    known = days_between(today - DAY * DAYS_BACK, today + DAY * DAYS_AHEAD)
    lengths = {days: _length(days) for days in LENGTHS}
    rows = (
        (person("agent_id", "nobody_chosen"),),
        (post("post"),),
        (day("valid_from", known, today),),
        (Ask("length", lengths, USUAL_DAYS),),
    )

    def enter(desk: Desk, told: CertificateTold) -> None:
        certificates.save_certificate(desk, told.agent_id, told.certificate())

    entry_form.draw(Form("certificates", CertificateTold, rows, enter, done=_entered))


def _entered(told: CertificateTold, _kept: object) -> str:
    name = post_name(told.post, state.lang())
    return say("certificates.entered", agent=told.agent_id, post=name)


def _length(days: int) -> str:
    if not days:
        return say("certificates.endless")
    return say("certificates.days", days=figures.number(days, state.lang(), 0))
