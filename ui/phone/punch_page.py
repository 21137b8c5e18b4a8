"""Missed punches (补卡) on the phone: what is asked about, saying when one was there, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.phone.asked import PLACE
from ui.plain import escape
from ui.request_words import when

if TYPE_CHECKING:
    from kpi.facts.presences import AskedPresence
    from kpi.facts.punch_requests import PunchRequest
    from scheduler.horizon import Clock
    from service.month.punches import Entry
    from service.phone.missed import OwnPunches
    from ui.phone.leaf import PhoneLeaf


def page(leaf: PhoneLeaf, name: str, held: OwnPunches, clock: Clock) -> str:
    """Return the page on which somebody says when they were there."""
    parts = [f"<p class='quiet-text'>{leaf.say('missed.text')}</p>"]
    parts += [_open(leaf, clock, one) for one in held.open] or [
        f"<section><p>{leaf.say('missed.none')}</p></section>"
    ]
    if held.asked:
        parts.append(f"<h2>{leaf.say('missed.asked')}</h2>")
        parts += [_asked(leaf, clock, one) for one in held.asked]
    return leaf.whole(leaf.say("missed.title"), *parts, tab=PLACE, name=name)


def _open(leaf: PhoneLeaf, clock: Clock, one: AskedPresence) -> str:
    why = leaf.say("missed.no_record" if one.why is None else f"doubt.{one.why}")
    ends = one.start_min if one.why is None else one.end_min
    fields = (
        _moment(leaf, "start", one.start_min, clock),
        _moment(leaf, "end", max(one.end_min, one.start_min + 1), clock),
        f"<label>{leaf.say('missed.reason')}<input type='text' name='reason' value=''"
        " maxlength='200'></label>",
    )
    act = leaf.entry(
        "/phone/punch",
        "",
        *fields,
        hidden={"asked": str(one.start_min), "until": str(ends)},
        further=leaf.choice("missed.was_there", "yes")
        + leaf.choice("missed.was_not", "no", quiet=True),
    )
    return f"<div class='card look'><h3>{_recorded(leaf, clock, one)}</h3><p>{why}</p>{act}</div>"


def _recorded(leaf: PhoneLeaf, clock: Clock, one: AskedPresence) -> str:
    if one.start_min == one.end_min:
        day = figures.day(clock.date_of(one.start_min), leaf.lang)
        return escape(f"{day} {figures.clock_name(clock.clock_of(one.start_min))}")
    return escape(when(one.start_min, one.end_min, clock, leaf.lang))


def _moment(leaf: PhoneLeaf, name: str, at_min: int, clock: Clock) -> str:
    value = escape(clock.format(at_min)[:16])
    return (
        f"<label>{leaf.say(f'missed.{name}')}"
        f"<input type='datetime-local' name='{name}' value='{value}' required></label>"
    )


def _asked(leaf: PhoneLeaf, clock: Clock, entry: Entry[PunchRequest]) -> str:
    one = entry.value
    told = leaf.say("missed.not_there")
    if one.start_min is not None and one.end_min is not None:
        told = escape(when(one.start_min, one.end_min, clock, leaf.lang))
    state, tone = "waits", "look"
    if one.is_approved is not None:
        state, tone = ("approved", "good") if one.is_approved else ("refused", "bad")
    by = escape(f"{one.decided_by} {one.why_refused}".strip())
    at = figures.stamp(entry.entered.at, clock, leaf.lang)
    asked = leaf.say("asked.step_asked", by=entry.entered.by, at=at)
    act = ""
    if one.is_approved is None:
        hidden = {"number": str(entry.id)}
        act = leaf.entry("/phone/punch-back", "asked.withdraw", hidden=hidden, quiet=True)
    return (
        f"<div class='card'><p>{told} · {escape(one.reason)}</p>"
        f"<p><span class='tag {tone}'>{leaf.say(f'missed.state_{state}')}</span> {by}</p>"
        f"<p class='more'>{asked}</p>{act}</div>"
    )
