"""Asking for leave on the phone: how each day stands is shown before it is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.facts.leave_days import LeaveKind
from ui import figures
from ui.phone.asked import PLACE
from ui.plain import escape
from ui.words.names import absence_name
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    import datetime as dt

    from service.phone.leave import LeaveChance, LeaveDayChance
    from ui.phone.leaf import PhoneLeaf


def page(
    leaf: PhoneLeaf,
    name: str,
    *,
    earliest: dt.date,
    told: tuple[str, dt.date, dt.date] | None = None,
    chance: LeaveChance | None = None,
    faults: tuple[str, ...] = (),
) -> str:
    """
    Return the page on which somebody asks for leave.

    Parameters
    ----------
    earliest
        The first day that can be asked for.
    told, chance
        Kind, first and last day that were looked at, and how they stand; None: nothing was yet.
    faults
        What is wrong with what was told.
    """
    kind, first, last = told or (LeaveKind.ANNUAL.value, earliest, earliest)
    options = "".join(
        f"<option value='{one}'{' selected' if one == kind else ''}>"
        f"{escape(absence_name(one, leaf.lang))}</option>"
        for one in LeaveKind
    )
    held = "".join(
        f"<input type='hidden' name='{escape(key)}' value='{escape(value)}'>"
        for key, value in leaf.mine.items()
    )
    form = (
        f"<form method='get' action='/phone/leave'>{held}"
        f"<label>{leaf.say('asked.leave_kind')}<select name='kind'>{options}</select></label>"
        f"<label>{leaf.say('asked.leave_first')}{_date('first', first, earliest)}</label>"
        f"<label>{leaf.say('asked.leave_last')}{_date('last', last, earliest)}</label>"
        f"<div class='row'><button{' class=quiet' if chance else ''}>"
        f"{leaf.say('asked.leave_look')}</button></div></form>"
    )
    stand = "" if chance is None else _stand(leaf, (kind, first, last), chance, name)
    title = leaf.say("asked.leave_title")
    return leaf.whole(title, leaf.faults(faults), form, stand, tab=PLACE, name=name)


def _date(name: str, value: dt.date, earliest: dt.date) -> str:
    return f"<input type='date' name='{name}' value='{value}' min='{earliest}' required>"


def _stand(
    leaf: PhoneLeaf, told: tuple[str, dt.date, dt.date], chance: LeaveChance, name: str
) -> str:
    rows = "".join(
        f"<tr><th>{escape(figures.day(one.date, leaf.lang))}</th><td class='n'>"
        f"{_day(leaf, one)}</td></tr>"
        for one in chance.days
    )
    freeze = _freeze(leaf, chance, name)
    if chance.is_at_once:
        said = leaf.say("asked.leave_at_once")
    elif chance.before:
        said = leaf.say("asked.leave_behind", count=chance.before)
    else:
        said = leaf.say("asked.leave_decides")
    kind = told[0]
    table, others = f"<section><table>{rows}</table></section>", _others(leaf, kind, chance)
    if chance.is_refused:
        return f"{table}{freeze}{others}"
    send = leaf.entry("/phone/leave", "asked.send", hidden=_told(*told))
    return f"{table}{freeze}<p class='done'>{said}</p>{others}{send}"


def _freeze(leaf: PhoneLeaf, chance: LeaveChance, name: str) -> str:
    """Return what a campaign says against it, with the person's name; empty: nothing."""
    if chance.freeze is None:
        return ""
    told = replace(chance.freeze, details={**chance.freeze.details, "agent": name})
    return leaf.faults((fault_sentence(told, leaf.lang),))


def _others(leaf: PhoneLeaf, kind: str, chance: LeaveChance) -> str:
    """Return links to other days that would be approved at once."""
    links = "".join(
        f"<li>{leaf.link('/phone/leave', escape(_span(leaf, *one)), **_told(kind, *one))}</li>"
        for one in chance.others
    )
    title = leaf.say("asked.leave_others")
    return f"<section><p>{title}</p><ul class='plain'>{links}</ul></section>" if links else ""


def _told(kind: str, first: dt.date, last: dt.date) -> dict[str, str]:
    return {"kind": kind, "first": str(first), "last": str(last)}


def _span(leaf: PhoneLeaf, first: dt.date, last: dt.date) -> str:
    day = figures.day(first, leaf.lang)
    return day if first == last else f"{day} – {figures.day(last, leaf.lang)}"


def _day(leaf: PhoneLeaf, one: LeaveDayChance) -> str:
    if one.has_shift:
        return f"<span class='tag look'>{leaf.say('asked.leave_shift')}</span>"
    if one.most is None:
        return f"<span class='tag plain'>{leaf.say('asked.leave_no_quota')}</span>"
    tone = "good" if one.fits else "bad"
    told = leaf.say("asked.leave_places", away=one.away, most=one.most)
    return f"<span class='tag {tone}'>{told}</span>"
