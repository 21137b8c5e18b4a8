"""What a scenario takes for granted that may not be so: told wherever its numbers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduler.rule_lever import changeable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.changes import Changes
    from scheduler.problem import RosterProblem


class Pretended(NamedTuple):
    """Name of what is taken for granted (``whatif.pretends_<name>``), and the post it is of."""

    name: str
    post: str


def pretended(problem: RosterProblem, changes: Changes) -> tuple[Pretended, ...]:
    """
    Return what a scenario takes for granted.

    ``chats_free``: more chats at once take no longer each. ``speed``: slower newcomers lengthen the
    post's mean handling time; who of them sits where is not looked at. ``vendor_full``: the vendor
    fills every hour it takes. ``promotion_flat``: every hour of a promotion's days has its factor.
    ``opening``: nobody writes in hours that are newly open, nor later for those that are closed.
    ``menu_short``: the menu is what a short search found. ``rule_law``: nobody asked whether the
    law allows the limit on people's time.
    """
    return tuple(_pretended(problem, changes))


def _pretended(problem: RosterProblem, changes: Changes) -> Iterator[Pretended]:
    for post, slots in changes.chats_at_once.items():
        now = problem.post_by_id[post].staffing if post in problem.post_by_id else None
        if now is None or slots <= now.chats_at_once:
            continue
        is_told = post in changes.handle_s or post in changes.at_once_slower
        if not is_told and not now.handle_s_by_level:
            yield Pretended("chats_free", post)
    for post in dict.fromkeys(each.post for each in changes.hires if each.kind.speed < 1):
        yield Pretended("speed", post)
    if changes.vendor is not None:
        yield Pretended("vendor_full", "")
    if changes.promotion:
        yield Pretended("promotion_flat", "")
    for post in dict.fromkeys((*changes.opens, *changes.closes)):
        yield Pretended("opening", post)
    if changes.menu is not None:
        yield Pretended("menu_short", "")
    if any(changeable()[each.name].is_of_hours for each in changes.rule):
        yield Pretended("rule_law", "")
