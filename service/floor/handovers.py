"""
Handovers (班前班后会): where shifts meet on a post, what is passed on, who has signed.

Where they meet follows from the published roster; what is passed on is kept per post and moment,
with who was told, and each of these signs for themselves.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import Fault, InputError, require
from scheduler.keys import Cell, Key
from scheduler.roster import RosterState
from store.register import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.agent import Absence
    from scheduler.horizon import Clock
    from scheduler.shift import Shift, Span
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

REACH_MIN = 240  # who came so long before or comes so long after a moment takes over at it
SIGNED_DAYS = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HandoverText:
    """
    What is passed on at every handover of a post (交接).

    Parameters
    ----------
    post
        Of which post.
    text
        What to go through, a line each.
    """

    post: Annotated[str, Key(cell=Cell.POST)]
    text: str


@dataclass(frozen=True, slots=True)
class HandoverLog:
    """
    What was passed on at a handover.

    Parameters
    ----------
    post, at_min
        On which post, and when the shifts met.
    open_cases, news
        What goes on, and what is new; a line each.
    people
        Ids of who was there or is told, each of whom signs.
    """

    post: Annotated[str, Key(cell=Cell.POST)]
    at_min: int
    open_cases: str
    news: str
    people: tuple[str, ...]

    def __post_init__(self) -> None:
        told = bool(self.open_cases.strip() or self.news.strip())
        require(told, "handover_empty", column="news")
        require(bool(self.people), "handover_nobody", column="people")


@dataclass(frozen=True, slots=True)
class HandoverSigned:
    """
    That somebody has read what was passed on.

    Parameters
    ----------
    agent_id, handover
        Who, and the number of which.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    handover: int


@dataclass(frozen=True, slots=True)
class HandoverPoint:
    """
    A moment at which shifts of a post meet.

    Parameters
    ----------
    post, at_min
        On which post; when somebody's time there ends.
    overlap_min
        How long before that the first of those who go on began; negative: nobody is there for so
        long after it.
    coming, going
        Ids of who came to it in the hours before, or comes next, and of whose time ends.
    log
        What was passed on; None: nothing yet.
    signed
        Ids of who signed it.
    wanted_min
        The overlap that is asked for; 0: none.
    """

    post: str
    at_min: int
    overlap_min: int
    coming: tuple[str, ...]
    going: tuple[str, ...]
    log: Entry[HandoverLog] | None = None
    signed: frozenset[str] = frozenset()
    wanted_min: int = 0

    @property
    def is_missed(self) -> bool:
        """Return whether it lacks the overlap that is asked for, or nobody is there to hand to."""
        return self.overlap_min < self.wanted_min

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Return the ids of who should sign and has not."""
        people = () if self.log is None else self.log.value.people
        return tuple(one for one in people if one not in self.signed)


def meetings(
    shifts: Iterable[Shift], clock: Clock, date: dt.date, wanted: Mapping[str, int]
) -> tuple[HandoverPoint, ...]:
    """
    Return where a post is handed over on a day: where somebody's time on it ends and others go on.

    It is the moment of which the price ``handover_missed`` is asked, too.

    Parameters
    ----------
    shifts
        Of those who are there, of the day before too.
    wanted
        Minutes of overlap that are asked for, by post.
    """
    by_post: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for shift in shifts:
        for stint in shift.served:
            by_post[stint.post].append((stint.span, shift.agent_id))
    found = []
    for post, here in by_post.items():
        for end in sorted({span.end_min for span, _ in here}):
            if clock.date_of(end) == date and (point := _meeting(here, post, end)):
                found.append(replace(point, wanted_min=wanted.get(post, 0)))
    return tuple(sorted(found, key=lambda one: (one.at_min, one.post)))


def _meeting(here: list[tuple[Span, str]], post: str, end: int) -> HandoverPoint | None:
    """Return the handover when somebody's time on a post ends; None: nobody comes after."""
    going = tuple(sorted({who for span, who in here if span.end_min == end}))
    stays = [(span.start_min, who) for span, who in here if span.start_min < end < span.end_min]
    later = [span.start_min for span, _ in here if end <= span.start_min <= end + REACH_MIN]
    if stays:
        overlap = end - min(start for start, _ in stays)
        coming = {who for start, who in stays if start > end - REACH_MIN}
    elif later:
        overlap = end - min(later)
        coming = {who for span, who in here if span.start_min == min(later)}
    else:
        return None
    return HandoverPoint(post, end, overlap, tuple(sorted(coming)), going)


def handovers(desk: Desk, label: str, date: dt.date) -> tuple[HandoverPoint, ...] | None:
    """Return a day's handovers with what was passed on; None: nothing of the week is published."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        version = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
        if version is None:
            return None
        horizon, clock = week.horizon, week.horizon.clock
        away = unit.staff.absences(desk.shop_id, horizon.start_min, horizon.end_min)
        there = [
            one
            for one in version.version.roster.shifts
            if not any(_is_away(each.absence, one) for each in away)
        ]
        logs = {
            (one.value.post, one.value.at_min): one
            for one in unit.register.all(desk.shop_id, HandoverLog, first=date, last=date)
        }
        signed = signed_in(unit, desk.shop_id, date)
        wanted = {post.id: post.handover_min for post in unit.shops.posts(desk.shop_id)}
    points = {(one.post, one.at_min): one for one in meetings(there, clock, date, wanted)}
    for key, log in logs.items():
        point = points.get(key, HandoverPoint(*key, 0, (), ()))  # of shifts that changed since
        points[key] = replace(point, log=log, signed=frozenset(signed.get(log.id, ())))
    return tuple(sorted(points.values(), key=lambda one: (one.at_min, one.post)))


def _is_away(absence: Absence, shift: Shift) -> bool:
    """Return whether an absence takes the whole of a shift."""
    whole = absence.start_min <= shift.start_min and shift.end_min <= absence.end_min
    return whole and absence.agent_id == shift.agent_id


def signed_in(unit: Unit, shop_id: str, date: dt.date) -> dict[int, set[str]]:
    """Return who signed the handovers of a day, by number."""
    found: dict[int, set[str]] = defaultdict(set)
    for one in unit.register.all(shop_id, HandoverSigned, first=date, last=date):
        found[one.value.handover].add(one.value.agent_id)
    return found


def handover_texts(desk: Desk) -> dict[str, str]:
    """Return what is passed on at every handover, by post."""
    with desk.read() as unit:
        found = unit.register.all(desk.shop_id, HandoverText)
    return {one.value.post: one.value.text for one in found}


def set_handover_text(desk: Desk, text: HandoverText) -> None:
    """Keep what is passed on at every handover of a post, in place of what was kept before."""
    with desk.write("handover_text_set", unseen="it takes the place of what was set") as unit:
        unit.require_known(text)
        unit.put(text, subject=text.post)
        unit.note(text.post)


def keep_handover(desk: Desk, log: HandoverLog) -> int:
    """
    Keep what was passed on at a handover, in place of what was kept before; return its number.

    Who signed what it said before signs again.

    Raises
    ------
    InputError
        When the post or somebody is unknown, or nothing or nobody is told.
    """
    with desk.write("handover_kept") as unit:
        unit.touch(("handover", log.post, log.at_min))
        unit.require_known(log)
        known = unit.staff.names(desk.shop_id)
        strangers = [one for one in log.people if one not in known]
        if strangers:
            raise InputError(Fault("unknown_agent", value=one) for one in strangers)
        date = unit.shops.get(desk.shop_id).clock.date_of(log.at_min)
        for old in unit.register.all(desk.shop_id, HandoverLog, first=date, last=date):
            if (old.value.post, old.value.at_min) == (log.post, log.at_min):
                unit.take_out(HandoverLog, old.id)
        number = unit.enter(log, subject=log.post, date=date)
        unit.note(log.post, {"number": str(number), "people": str(len(log.people))})
        return number


@dataclass(frozen=True, slots=True)
class OwnHandover:
    """
    What was passed on, for one who signs.

    Parameters
    ----------
    log
        What was.
    text
        What is passed on at every handover of the post; empty: nothing is set.
    """

    log: Entry[HandoverLog]
    text: str


def to_sign(desk: Desk, agent_id: str) -> tuple[OwnHandover, ...]:
    """
    Return the handovers of the last days that somebody has not signed, in order of time.

    Raises
    ------
    InputError
        When the agent is not theirs to look for.
    """
    with desk.read_about(agent_id) as unit:
        first = unit.shops.today(desk.shop_id, desk.now) - SIGNED_DAYS
        logs = unit.register.all(desk.shop_id, HandoverLog, first=first)
        mine = unit.register.all(desk.shop_id, HandoverSigned, subject=agent_id, first=first)
        texts = {
            one.value.post: one.value.text for one in unit.register.all(desk.shop_id, HandoverText)
        }
    done = {one.value.handover for one in mine}
    found = [one for one in logs if agent_id in one.value.people and one.id not in done]
    found.sort(key=lambda one: one.value.at_min)
    return tuple(OwnHandover(one, texts.get(one.value.post, "")) for one in found)


def sign_handover(desk: Desk, agent_id: str, number: int) -> None:
    """
    Sign what was passed on to oneself.

    Raises
    ------
    InputError
        When it was changed since, is not for this person, or is signed already.
    """
    with desk.write("handover_signed", unseen="the number tells which text was read") as unit:
        entry = _log(unit, number)
        is_theirs = agent_id in entry.value.people
        require(is_theirs, "handover_of_others", value=str(number))
        signed = signed_in(unit, desk.shop_id, entry.date)
        require(agent_id not in signed.get(number, ()), "handover_is_signed", value=str(number))
        one = HandoverSigned(agent_id, number)
        unit.enter(one, subject=agent_id, date=entry.date)
        unit.note(agent_id, {"number": str(number)})


def _log(unit: Writing, number: int) -> Entry[HandoverLog]:
    found = unit.register.anywhere(HandoverLog, number)
    if found is None or found[0] != unit.shop_id:
        raise InputError(Fault("handover_gone", value=str(number)))
    return found[1]
