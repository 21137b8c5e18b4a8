"""What was passed on at a handover, to be read and signed on the phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.plain import escape

if TYPE_CHECKING:
    from service.floor.handovers import OwnHandover
    from service.phone.own_weeks import OwnRoster
    from ui.phone.leaf import PhoneLeaf


def card(leaf: PhoneLeaf, roster: OwnRoster, one: OwnHandover) -> str:
    """Return a handover with the button that signs it."""
    log, clock = one.log.value, roster.clock
    day = figures.day(clock.date_of(log.at_min), leaf.lang)
    time = figures.clock_name(clock.clock_of(log.at_min))
    post = leaf.post(log.post, roster.posts)
    title = leaf.say("handover.phone", when=f"{day} {time}", post=post)
    parts = "".join(
        f"<p><b>{leaf.say(key)}</b></p>{_lines(text)}"
        for key, text in (
            ("handover.open_cases", log.open_cases),
            ("handover.news", log.news),
            ("handover.always", one.text),
        )
        if text.strip()
    )
    entered = one.log.entered
    at = figures.stamp(entered.at, clock, leaf.lang)
    by = leaf.say("handover.by", by=entered.by, at=at)
    act = leaf.entry("/phone/sign", "handover.sign", hidden={"number": str(one.log.id)})
    return (
        f"<div class='card look'><h3>{title}</h3>{parts}<p class='quiet-text'>{by}</p>{act}</div>"
    )


def _lines(text: str) -> str:
    rows = "".join(f"<li>{escape(one.strip())}</li>" for one in text.splitlines() if one.strip())
    return f"<ul class='plain'>{rows}</ul>"
