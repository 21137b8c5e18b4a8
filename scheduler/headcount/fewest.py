"""The fewest people of a week: a proven bound first, then a roster of as many, or of some more."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.errors import Fault, InputError
from scheduler.headcount.counted import CountedHeadcount, Effort, first_hires, strongest
from scheduler.headcount.dealt import dealt
from scheduler.headcount.kinds import (
    PersonKind,
    kinds_to_hire,
    people_of,
    people_today,
    places_of,
    with_people,
)
from scheduler.headcount.least import LeastPeople
from scheduler.headcount.mixes import PeopleMix, PeopleMixes
from scheduler.headcount.outcome import (
    Fewest,
    FewestFound,
    FirstHire,
    HeadcountTry,
    KindCount,
)
from scheduler.headcount.program import EDGE, LOOSE, PeopleLimits, PlaceGroup
from scheduler.headcount.reach import faults_of, left_out_hours, within_reach
from scheduler.headcount.weeks import BestWeeks, RowsAsked
from scheduler.roster import Roster
from scheduler.solve.plan import roster_of
from scheduler.solve.result import Progress, SolveParams
from scheduler.solve.strategy import solve
from scheduler.solve.warm_up import warm_up
from scheduler.staffing.sealed import with_minimums
from scheduler.verify.checker import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.headcount.asked import HeadcountAsked
    from scheduler.headcount.dealt import Dealt
    from scheduler.problem import RosterProblem
    from scheduler.solve.result import ProgressListener, StopAsked

PROOF_SHARE = 0.4  # of the seconds, at most, for the proof
TRY_SHARE = 0.6  # of the seconds left, for one roster
SHARE = 0.15  # of all seconds, for one try at a roster or at a proof
LEAST_TRY_S = 3.0
MORE = 6  # people above the bound that are tried
HOPE = 0.5  # of what may be missing: where mixed weeks miss more, a roster comes later
FIRST_HIRES = 6


def fewest(
    problem: RosterProblem,
    asked: HeadcountAsked,
    *,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> FewestFound:
    """
    Return the fewest people who hold a week, proven from below and shown by a roster.

    Parameters
    ----------
    problem
        The week; its people say which kinds there are to hire and what contracts hold.
    asked
        What "holds" means, and how long may be looked.
    listener
        Told of each step.
    stop
        Asked now and then; True ends the search with what there is.
    clock
        What the seconds asked for are measured by.

    Raises
    ------
    InputError
        When nothing is asked for, nobody can ever hold some hours, there is no contract to hire
        with, or a post is not known.
    """
    warm_up()
    return _Search(problem, asked, listener, stop or (lambda: False), clock).found()


class _Witness(NamedTuple):
    mix: PeopleMix
    roster: Roster
    short_hours: float


def _counted(people: Counter[PersonKind]) -> tuple[KindCount, ...]:
    return tuple(KindCount(*each) for each in people.items())


def _filled_hours(week: RosterProblem) -> float:
    """Return the agent-hours a week asks for, its minimums counted, that its shifts can reach."""
    asked = with_minimums(week.requirement, week.posts, week.rules)
    return asked.hours - left_out_hours(replace(week, requirement=asked))


class _Search:
    def __init__(
        self,
        problem: RosterProblem,
        asked: HeadcountAsked,
        listener: ProgressListener | None,
        stop: StopAsked,
        clock: Callable[[], float],
    ) -> None:
        self.clock, self.begun = clock, clock()
        self.asked, self.listener, self.stop = asked, listener, stop
        self.today = people_today(problem)
        self.places = places_of(
            problem, kinds_to_hire(problem, asked.also, [posts for posts, _ in asked.most])
        )
        self.week = within_reach(with_people(problem, dict.fromkeys(self.places, 1)))
        self.left_out = left_out_hours(self.week)
        self.required = self.week.requirement.hours - self.left_out
        self.filled = _filled_hours(self.week)
        self.allowed = asked.short_share * self.required
        self.weeks = weeks = BestWeeks(self.week)
        self.rows = RowsAsked.of(weeks.rows, problem.horizon.interval_hours, self.allowed)
        caps = (self._cap(posts, most) for posts, most in asked.most)
        self.caps = tuple(each for each in caps if each.places)
        self.least = LeastPeople(
            weeks, self.rows, PeopleLimits((1.0,) * len(self.places), self.caps)
        )
        self.mixes = PeopleMixes(self.least, self.places, self.caps)
        self.tries: list[HeadcountTry] = []
        self.skipped: list[int] = []
        self.best: _Witness | None = None
        self.refuted = 0  # so many people are proven not to hold the week
        strong = tuple(range(len(self.places))) if self.caps else strongest(self.places)
        self.counted = CountedHeadcount(weeks.tables, self.rows, strong, self.caps)

    def found(self) -> FewestFound:
        """Prove, choose, try, and say whom to hire first."""
        self._tell("headcount_bound")
        self._prove()
        self._tell("headcount_roster")
        if self.counted.is_whole:
            hires = None
            self._decide()
        else:
            hires = tuple(self.mixes.first_hires(self.today, FIRST_HIRES))
        if self.best is None:
            self._look()
        counts: Counter[PersonKind] = Counter()
        for place, many in {} if self.best is None else self.best.mix.counts.items():
            counts[place.kind] += many
        if hires is None:
            tables, goal = self.weeks.tables, counts
            hires = tuple(
                first_hires(tables, self.rows, self.places, self.today, goal=goal, most=FIRST_HIRES)
            )
        told = Fewest(
            bound=self.bound,
            people=None if self.best is None else counts.total(),
            counts=_counted(counts),
            today=_counted(self.today),
            required_hours=self.required,
            allowed_hours=self.allowed,
            short_hours=None if self.best is None else self.best.short_hours,
            left_out_hours=self.left_out,
            tries=tuple(self.tries),
            first_hires=tuple(FirstHire(*each) for each in hires),
            seconds=self.clock() - self.begun,
            filled_hours=self.filled,
        )
        if self.best is None:
            return FewestFound(told, None, None)
        return FewestFound(told, self._staffed(self.best.mix), self.best.roster)

    @property
    def bound(self) -> int:
        """Return the number of people that no roster does without."""
        return max(self.least.bound, self.refuted + 1)

    @property
    def _apart(self) -> int:
        """Return how many people the roster has more than the bound; -1: there is none."""
        return -1 if self.best is None else sum(self.best.mix.counts.values()) - self.bound

    def _prove(self) -> None:
        """Raise the bound by what parts of people prove."""
        worth = self.counted.worth()
        if worth is not None:
            self.least.note(worth)
            return
        self.least.prove(PROOF_SHARE * self.asked.seconds, self.stop)
        self._require_reached()

    def _decide(self) -> None:
        """Bring proof and roster together: in turn, one is sought at each end of what is open."""
        above = turn = 0
        while self._goes_on and self._apart != 0:
            if turn % 2 == 0 or self._apart == 1:
                is_last = self._apart == 1
                self._decided(self.bound, self._effort(1.0 if is_last else SHARE, turn))
            elif self.best is not None:
                self._decided(self.bound + self._apart - 1, self._effort(SHARE, turn, 2))
            else:
                above = above % MORE + 1
                self._decided(self.bound + above, self._effort(SHARE, turn, 2))
            turn += 1

    def _effort(self, share: float, turn: int, workers: int = 1) -> Effort:
        seconds = min(share * self.asked.seconds, self._left_s)
        return Effort(seconds, self.asked.seed + turn, workers, self.stop, self.clock)

    @property
    def _goes_on(self) -> bool:
        return self._left_s > LEAST_TRY_S and not self.stop()

    def _decided(self, people: int, effort: Effort) -> None:
        """Keep a roster of so many people if one is found, or that there is none."""
        found = self.counted.decide(people, effort)
        if found.holds is False and (people == self.bound or not self.caps):
            self.refuted = max(self.refuted, people)  # nor do fewer: one more breaks nothing
        if found.weeks is None:
            return
        for fewer in (True, False):
            hired = dealt(self.weeks.tables, found.weeks, self.places, fewer=fewer)
            witness = None if hired is None else self._shown(hired)
            if witness is not None:
                self.best = witness
                return

    def _shown(self, hired: Dealt) -> _Witness | None:
        """Return the roster of people dealt out, where the checker says that it holds the week."""
        counts = {self.places[number]: many for number, many in hired.counts.items()}
        mix = PeopleMix(counts, 0.0)
        staffed = self._staffed(mix)
        return self._checked(mix, staffed, roster_of(staffed, hired.plan))

    def _look(self) -> None:
        """Try upwards from the bound until a roster holds the week, then one fewer at a time."""
        if self._goes_on and not self.least.program.is_solved:
            self.least.prove(PROOF_SHARE * self._left_s, self.stop)
        people, upwards = max(1, self.bound), True
        last = people + MORE
        while people <= last and self._goes_on:
            short = self.mixes.short_hours(people)
            if upwards and short > HOPE * self.allowed + LOOSE and people < last:
                self.skipped.append(people)
                people += 1
                continue
            mix = self.mixes.of(people, short)
            witness = None if mix is None else self._tried(mix)
            if witness is not None:
                self.best, upwards = witness, False
            if upwards:
                people += 1
            elif self.skipped:
                people = self.skipped.pop()
            else:
                return

    def _cap(self, posts: tuple[str, ...], most: int) -> PlaceGroup:
        own = set(posts)
        return PlaceGroup(
            tuple(at for at, each in enumerate(self.places) if set(each.kind.posts) == own),
            most=float(most),
        )

    def _require_reached(self) -> None:
        """Raise where no number of people holds the week: no week of theirs reaches some hours."""
        program = self.least.program
        lost = program.out_of_reach if self.least.is_optimal else []
        beyond = program.hours_beyond if self.least.is_optimal else 0.0
        if not lost and beyond > LOOSE:
            raise InputError(Fault("headcount_never", value=f"{beyond:,.1f}"))
        if lost:
            found = np.zeros(len(self.rows.least), dtype=np.bool_)
            found[lost] = True
            shape = self.week.requirement.agents.shape
            raise InputError(
                list(faults_of(self.week, found[: shape[0] * shape[1]].reshape(shape)))
            )

    @property
    def _left_s(self) -> float:
        return self.asked.seconds - (self.clock() - self.begun)

    def _staffed(self, mix: PeopleMix) -> RosterProblem:
        counts = {place: mix.counts.get(place, 0) for place in self.places}  # ids that stay
        return replace(self.week, agents=people_of(counts))

    def _tried(self, mix: PeopleMix) -> _Witness | None:
        """Return a roster of these people that holds the week; None: none was found in time."""
        enough: list[bool] = []

        def told(progress: Progress) -> None:
            if progress.cost is not None and progress.cost <= self.allowed + EDGE:
                enough.append(True)
            if (progress.bound or 0.0) > self.allowed + EDGE:  # these people never will
                enough.append(True)

        staffed, people = self._staffed(mix), sum(mix.counts.values())
        limits = SolveParams(
            seed=self.asked.seed, time_limit_s=max(LEAST_TRY_S, TRY_SHARE * self._left_s)
        )
        stop = lambda: bool(enough) or self.stop()  # noqa: E731 - said beside its use
        result = solve(staffed, limits, listener=told, stop=stop, start=self._start(staffed))
        if result.roster is None:
            self.tries.append(HeadcountTry(people, None, 0, holds=False))
            return None
        return self._checked(mix, staffed, result.roster)

    def _checked(self, mix: PeopleMix, staffed: RosterProblem, roster: Roster) -> _Witness | None:
        """Return a roster as a witness; None: by the checker's word it does not hold the week."""
        verdict = verify(staffed, roster)
        short, breaches = verdict.cost.short_hours, len(verdict.stretches)
        holds = not breaches and short <= self.allowed + EDGE
        self.tries.append(HeadcountTry(sum(mix.counts.values()), short, breaches, holds))
        self._tell("headcount_roster")
        return _Witness(mix, roster, short) if holds else None

    def _start(self, staffed: RosterProblem) -> Roster | None:
        """Return the shifts of the last witness whose people are still there."""
        if self.best is None:
            return None
        here = staffed.agent_by_id.keys()
        return Roster(tuple(each for each in self.best.roster.shifts if each.agent_id in here))

    def _tell(self, phase: str) -> None:
        if self.listener is not None:
            self.listener(Progress(phase, self.clock() - self.begun))
