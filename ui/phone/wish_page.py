"""Wishes on the phone: asking for a day off or other hours, why one was lost and what would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.phone.asked import PLACE
from ui.plain import escape
from ui.request_words import shift_when, wish_told
from ui.words.catalogue import t
from ui.words.sentences import violation_sentence

if TYPE_CHECKING:
    import datetime as dt

    from service.phone.wishing import WhyLost
    from ui.phone.leaf import PhoneLeaf

MOST_RULES = 4


def page(leaf: PhoneLeaf, name: str, earliest: dt.date) -> str:
    """Return the page on which somebody says a wish for a day."""
    day = f"<input type='date' name='day' value='{earliest}' min='{earliest}' required>"
    form = leaf.entry(
        "/phone/wish",
        "",
        f"<label>{leaf.say('wishing.day')}{day}</label>",
        _time(leaf, "earliest", "08:00"),
        _time(leaf, "latest", "18:00"),
        further=leaf.choice("wishing.hours", "hours") + leaf.choice("wishing.off", "off"),
    )
    text = f"<p class='quiet-text'>{leaf.say('wishing.text')}</p>"
    return leaf.whole(leaf.say("wishing.title"), text, form, tab=PLACE, name=name)


def _time(leaf: PhoneLeaf, name: str, value: str) -> str:
    return (
        f"<label>{leaf.say(f'wishing.{name}')}"
        f"<input type='time' name='{name}' value='{value}' required></label>"
    )


def lost(leaf: PhoneLeaf, name: str, found: WhyLost) -> str:
    """Return the page that says why a wish was not granted, and who could take the shift."""
    problem, clock = found.problem, found.problem.horizon.clock
    told = escape(wish_told(found.wish, name, leaf.lang))
    instead = leaf.say("wishing.instead", shift=shift_when(found.shift, clock, leaf.lang))
    rules = [violation_sentence(one, problem, leaf.lang) for one in found.broken[:MOST_RULES]]
    if found.short_hours > 0:
        hours = figures.number(found.short_hours, leaf.lang, 1)
        rules.insert(0, t("wishing.short", leaf.lang, hours=hours))
    why = "".join(f"<li>{escape(one)}</li>" for one in rules)
    why = why or f"<li>{leaf.say('wishing.no_reason')}</li>"
    takers = "".join(f"<li>{escape(each)}</li>" for _, each in found.takers)
    way = f"<p>{leaf.say('wishing.nobody')}</p>"
    if takers:
        at = {"week": found.label, "at": str(found.shift.start_min)}
        link = leaf.link("/phone/swap", leaf.say("wishing.ask_them"), **at)
        way = f"<p>{leaf.say('wishing.takers')}</p><ul>{takers}</ul><p>{link}</p>"
    return leaf.whole(
        leaf.say("wishing.lost_title"),
        f"<section><p>{told}</p><p>{instead}</p></section>",
        f"<h2>{leaf.say('wishing.why')}</h2><section><ul>{why}</ul></section>",
        f"<h2>{leaf.say('wishing.way')}</h2><section>{way}</section>",
        tab=PLACE,
        name=name,
    )
