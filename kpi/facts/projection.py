"""A draft roster and its simulated chats -> facts of days to come, marked as a projection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.facts.chats import assigned_in_turn, facts_of_chats
from kpi.facts.facts import Facts, merge
from kpi.facts.hours import facts_of_hours, shift_hours
from kpi.facts.outcomes import ChatOutcomes
from kpi.facts.presences import NOBODY
from kpi.facts.scheduled import Scheduled
from kpi.facts.spans import subtract

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.chats import ChatRecords
    from scheduler.horizon import Clock
    from scheduler.roster import Roster
    from scheduler.shift import Shift, Span


def projected_facts(
    records: ChatRecords,
    roster: Roster,
    *,
    clock: Clock,
    away: Callable[[Shift], tuple[Span, ...]] = lambda _: (),
    serving: Roster | None = None,
    waits: Callable[[Shift], tuple[Span, ...]] = lambda _: (),
) -> Facts:
    """
    Return the facts a draft would lead to, were everybody there as rostered but who is away.

    Present and handling minutes are those scheduled: that is what makes it a projection; adherence,
    lateness and holiday hours stay unknown.

    Parameters
    ----------
    records
        Chats simulated against the roster.
    roster
        The draft.
    away
        The stretches of a shift in which its agent is away.
    serving
        The draft's shifts as they hold posts: who stands by is asked for no chat before a call;
        None: as drafted.
    waits
        The stretches of a shift in which its agent stands by: hours, but none of handling.
    """
    outcomes = ChatOutcomes(assigned_in_turn(records, (serving or roster).shifts))
    chats = facts_of_chats(records, outcomes, roster.shifts, clock=clock)
    hours, free = (
        facts_of_hours(
            shift_hours([_as_drafted(*each) for each in drafted], NOBODY, (), clock=clock)
        )
        for drafted in (
            [(shift, away(shift)) for shift in roster.shifts],
            [(shift, (*away(shift), *waits(shift))) for shift in roster.shifts],
        )
    )
    there = {"present_min": hours["scheduled_min"], "handling_min": free["scheduled_min"]}
    hours = replace(hours, counts={**hours.counts, **there}, is_projection=True)
    return merge((hours, chats))


def _as_drafted(shift: Shift, away: tuple[Span, ...]) -> Scheduled:
    off = (*away, *(() if shift.meal is None else (shift.meal,)))
    spans = tuple((span.start_min, span.end_min) for span in off)
    return Scheduled(shift, 0, subtract(((shift.start_min, shift.end_min),), spans))
