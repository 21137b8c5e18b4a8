"""What a scenario takes for granted that may not be so: told wherever its numbers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.problem import RosterProblem
    from scheduler.whatif import Changes


class Pretended(NamedTuple):
    """Name of what is taken for granted (``whatif.pretends_<name>``), and the post it is of."""

    name: str
    post: str


def pretended(problem: RosterProblem, changes: Changes) -> tuple[Pretended, ...]:
    """
    Return what a scenario takes for granted.

    ``chats_free``: more chats at once take no longer each. ``speed``: slower newcomers lengthen the
    post's mean handling time; who of them sits where is not looked at. ``vendor_full``: the vendor
    fills every hour it takes.
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
