"""Who was there: what the time clock recorded, what of it is in doubt, and what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from kpi.facts.punch_requests import decided
from kpi.facts.spans import Spans, intersect, subtract, union
from scheduler.dispatch import Punch
from scheduler.errors import gathering
from scheduler.keys import Key, Sign, WrittenIn, check_signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kpi.facts.punch_requests import PunchRequest
    from scheduler.dispatch import Presence
    from scheduler.shift import Shift

ByAgent = Mapping[str, Spans]


class Doubt(StrEnum):
    """Why nobody can mean a presence as it stands."""

    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"
    SHARED_CARD = "shared_card"  # while another person with the same card was there, or at work
    NO_START = "no_start"
    NO_END = "no_end"


@dataclass(frozen=True, slots=True)
class PresenceLimits:
    """
    How long somebody can be there at a stretch.

    Parameters
    ----------
    longest_min, shortest_min
        Longer or shorter ones are in doubt: a clock that was not stopped, or stopped by mistake.
    """

    longest_min: Annotated[int, Key("longest_hours", WrittenIn.HOURS, Sign.POSITIVE)] = 16 * 60
    shortest_min: Annotated[int, Key("shortest_minutes", sign=Sign.NOT_NEGATIVE)] = 5

    def __post_init__(self) -> None:
        with gathering() as check:
            check_signs(self, check)
            good = self.shortest_min < self.longest_min
            check(good, "presence_limits", column="shortest_minutes", value=self.shortest_min)

    def doubt(self, start_min: int, end_min: int) -> Doubt | None:
        """Return what is doubtful in how long a presence lasted; None: nothing."""
        if end_min - start_min > self.longest_min:
            return Doubt.TOO_LONG
        return Doubt.TOO_SHORT if end_min - start_min < self.shortest_min else None


USUAL = PresenceLimits()


@dataclass(frozen=True, slots=True, order=True)
class AskedPresence:
    """
    A presence that is asked about.

    Parameters
    ----------
    agent_id, start_min, end_min
        Whose, from and until when as recorded, rows that touch as one; of a punch alone the same.
    why
        What is doubtful; None: of a run from before there were several reasons.
    """

    agent_id: str
    start_min: int
    end_min: int
    why: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """
    What is known of who was there.

    Parameters
    ----------
    there
        When each agent was there: as recorded, doubtful or not, or as it was answered. Whoever is
        not in it was never recorded; who is, may have been nowhere.
    told
        The stretches of which something is known: of the same agents, what was recorded or
        answered, also where that came to nothing.
    doubted
        The stretches of which nobody knows, of agents who have any.
    questions
        The presences in doubt, in order of agent and start.
    """

    there: ByAgent
    told: ByAgent
    doubted: ByAgent
    questions: tuple[AskedPresence, ...]

    def within(self, start_min: int, end_min: int) -> Attendance:
        """Return what is known of a stretch of time, presences that touch it whole."""
        window = start_min, end_min
        told = {agent: _touching(spans, window) for agent, spans in self.told.items()}
        known = [agent for agent, spans in told.items() if spans]
        return Attendance(
            {agent: _touching(self.there[agent], window) for agent in known},
            {agent: told[agent] for agent in known},
            {agent: _touching(spans, window) for agent, spans in self.doubted.items()},
            tuple(
                one
                for one in self.questions
                if one.start_min < end_min and max(one.end_min, one.start_min + 1) > start_min
            ),
        )


NOBODY = Attendance({}, {}, {}, ())
"""Nothing was recorded of anybody."""


def _touching(spans: Spans, window: tuple[int, int]) -> Spans:
    return tuple(span for span in spans if span[0] < window[1] and span[1] > window[0])


def attendance_of(
    presences: Iterable[Presence],
    requests: Iterable[PunchRequest] = (),
    *,
    limits: PresenceLimits = USUAL,
    shifts: Iterable[Shift] = (),
) -> Attendance:
    """
    Return what recorded presences, and what was answered of them, tell.

    Parameters
    ----------
    presences
        As recorded.
    requests
        What was said of them, in the order entered; such as nobody decided on change nothing.
    limits
        Which are too long or too short.
    shifts
        The shifts in force; a card is shared where it was used while another person who uses it
        was there, or had a shift.
    """
    presences = tuple(presences)
    answers = decided(requests)
    recorded = _by_agent((one.agent_id, one.start_min, one.end_min) for one in presences)
    answered = _by_agent((one.agent_id, *one.asked) for one in answers)
    true = _by_agent((one.agent_id, *span) for one in answers for span in one.there)
    kept = {agent: subtract(spans, answered.get(agent, ())) for agent, spans in recorded.items()}
    closed = {(one.agent_id, one.asked) for one in answers}
    open_ = [one for one in presences if (one.agent_id, (one.start_min, one.end_min)) not in closed]
    alone = [one for one in open_ if one.missing and not _is_inside(one, kept)]
    found = [
        *_by_length(kept, limits),
        *_by_shared_card([one for one in open_ if not one.missing], shifts),
        *(_of_punch(one) for one in alone),
    ]
    questions = {(one.agent_id, one.start_min, one.end_min): one for one in reversed(found)}
    agents = sorted({*recorded, *answered, *true})
    told = [
        (agent, *span)
        for each in (recorded, answered, true)
        for agent in each
        for span in each[agent]
    ]
    return Attendance(
        {agent: union((*kept.get(agent, ()), *true.get(agent, ()))) for agent in agents},
        {agent: () for agent in agents} | _by_agent(told),
        _by_agent([*questions, *((one.agent_id, *_could_be(one, kept, limits)) for one in alone)]),
        tuple(sorted(questions.values(), key=lambda one: (one.agent_id, one.start_min))),
    )


def _by_length(kept: ByAgent, limits: PresenceLimits) -> Iterator[AskedPresence]:
    for agent, spans in kept.items():
        for span in spans:
            why = limits.doubt(*span)
            if why is not None:
                yield AskedPresence(agent, *span, why)


def _of_punch(one: Presence) -> AskedPresence:
    why = Doubt.NO_END if one.missing == Punch.END else Doubt.NO_START
    return AskedPresence(one.agent_id, one.start_min, one.end_min, why)


def _is_inside(one: Presence, kept: ByAgent) -> bool:
    """Return whether a punch lies within a presence that was recorded whole, and adds nothing."""
    return any(start <= one.start_min <= end for start, end in kept.get(one.agent_id, ()))


def _could_be(one: Presence, kept: ByAgent, limits: PresenceLimits) -> tuple[int, int]:
    """Return when somebody may have been there of whom one punch is known: to the next record."""
    spans = kept.get(one.agent_id, ())
    if one.missing == Punch.END:
        later = (start for start, _ in spans if start > one.start_min)
        return one.start_min, min([one.start_min + limits.longest_min, *later])
    earlier = (end for _, end in spans if end < one.end_min)
    return max([one.end_min - limits.longest_min, *earlier]), one.end_min


def _by_shared_card(
    presences: Sequence[Presence], shifts: Iterable[Shift]
) -> Iterator[AskedPresence]:
    """Yield the presences during which another person who uses the card was there or at work."""
    by_card: dict[str, dict[str, list[Presence]]] = defaultdict(lambda: defaultdict(list))
    for one in presences:
        if one.card:
            by_card[one.card][one.agent_id].append(one)
    shared = [held for held in by_card.values() if len(held) > 1]
    at_work = _by_agent((s.agent_id, s.start_min, s.end_min) for s in shifts) if shared else {}
    for held in shared:
        taken = {
            agent: (*((p.start_min, p.end_min) for p in mine), *at_work.get(agent, ()))
            for agent, mine in held.items()
        }
        for agent, mine in held.items():
            others = union(span for other in taken if other != agent for span in taken[other])
            for one in mine:
                if intersect(((one.start_min, one.end_min),), others):
                    yield AskedPresence(agent, one.start_min, one.end_min, Doubt.SHARED_CARD)


def _by_agent(spans: Iterable[tuple[str, int, int]]) -> dict[str, Spans]:
    """Return stretches by agent, in order of agent, those that touch as one; nobody else's."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for agent, start, end in spans:
        found[agent].append((start, end))
    return {agent: union(found[agent]) for agent in sorted(found)}
