"""A week as a page to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.phone import weeks

if TYPE_CHECKING:
    from service.phone.own_weeks import OwnRoster
    from ui.phone.leaf import PhoneLeaf


def page(leaf: PhoneLeaf, roster: OwnRoster) -> str:
    """Return the weeks of a roster with who published them, made for paper."""
    parts = []
    for one in roster.weeks:
        mark = one.version.mark
        when = figures.stamp(mark.stamp.at, roster.clock, leaf.lang)
        by = leaf.say("phone.published", by=mark.stamp.by, at=when, number=mark.number)
        parts.append(weeks.week(leaf, roster, one) + f"<p class='quiet-text'>{by}</p>")
    back = leaf.link(weeks.HOME, leaf.say("phone.back"))
    help_text = f"<p class='quiet-text no-print'>{leaf.say('phone.print_help')} {back}</p>"
    title = leaf.say("phone.weeks_of", name=roster.name)
    return leaf.whole(title, help_text, *parts, name=roster.name)
