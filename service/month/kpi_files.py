"""Scoring and paying a month from plain files, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from kpi.facts.employed import OutsideEmployment
from kpi.facts.facts import Facts
from kpi.facts.presences import AskedPresence
from kpi.facts.scheduled import ExceptionLeftOut
from kpi.month import Month
from kpi.pay.outliers import PayCompared, compared, factors
from kpi.pay.paying import pay_month
from kpi.pay.payout import Payout
from kpi.scheme.scheme import PostKind, Scheme, scheme_for
from kpi.scheme.targets import Target
from kpi.score.coverage import ScoredAnyway, decision
from kpi.score.scorecard import AgentScore
from kpi.score.scoring import score_month
from scheduler.agent import Employment
from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from service.month.file_floor import pay_schemes_in, staff_of
from service.month.month_files import FileMonth, read_month
from service.month.pay_files import file_extras, file_hours
from store.files.kpi_law import overtime_law
from store.files.kpi_pay_scheme import pay_law_in
from store.files.kpi_scheme import read_scheme, scheme_presets
from store.files.kpi_tables import PAY_PLANS, read_targets
from store.looked import asking_together

if TYPE_CHECKING:
    from service.month.file_names import MonthFiles
    from service.month.scored_anyway import Anyway

DEFAULT_SCHEMES = frozenset({"T-02", "IS-1", "AS-1"})
"""Of those that ship, one for each kind of post."""


@dataclass(frozen=True, slots=True)
class ScoredFiles:
    """
    A month as files tell it.

    Parameters
    ----------
    month
        The month that was scored.
    scores
        Of each agent.
    payouts
        Of each agent; empty where no pay plan was given.
    schemes
        Of each post, by which it was scored.
    facts, targets, teams, employment
        What it was scored from.
    in_doubt
        Presences that touch the month and are asked about.
    left_out
        Exceptions of the month that excuse nothing.
    outside
        What is known of people for days of the month on which they are not employed.
    anyway
        Who was scored by decision although too little was known; None: nobody.
    compared
        Its pay beside the month before, as far as files tell that; None: nobody is paid.
    attended
        Of whom there is attendance.
    has_cards
        Whether attendance, where there is any, names cards: else nobody sees two people with one.
    """

    month: Month
    scores: tuple[AgentScore, ...]
    payouts: tuple[Payout, ...]
    schemes: dict[str, Scheme]
    facts: Facts
    targets: tuple[Target, ...]
    teams: dict[str, str]
    employment: Mapping[str, Employment]
    in_doubt: tuple[AskedPresence, ...] = ()
    left_out: tuple[ExceptionLeftOut, ...] = ()
    outside: tuple[OutsideEmployment, ...] = ()
    anyway: ScoredAnyway | None = None
    compared: PayCompared | None = None
    attended: frozenset[str] = frozenset()
    has_cards: bool = True


def score_files(
    files: MonthFiles, month: Month | None = None, *, anyway: Anyway | None = None
) -> ScoredFiles:
    """
    Return the scores of a month, and the payouts where there is a pay plan.

    Parameters
    ----------
    files
        What is known.
    month
        Which; None: the only one the facts speak of.
    anyway
        Whom to score of whom too little is known; None: nobody.

    Raises
    ------
    InputError
        With the faults of a file; when nothing is known of the month, a post has no scheme, or
        somebody is to be scored anyway without a reason or need.
    UnusualError
        With what is unusual in any of the files, unless somebody has looked at it.
    """
    with asking_together():
        return _scored(files, month, anyway)


def _scored(files: MonthFiles, month: Month | None, anyway: Anyway | None) -> ScoredFiles:
    clock = Clock(files.timezone)
    known = read_month(files, month, clock)
    month, facts = known.month, known.facts
    schemes = _schemes(files, facts, month)
    targets = () if files.targets is None else read_targets(files.targets, clock)
    teams = {agent.id: agent.team for agent in staff_of(files) if agent.team}
    scored = partial(
        score_month,
        facts,
        schemes,
        month,
        targets=targets,
        teams=teams,
        employment=known.employment,
        no_hours=known.no_hours,
    )
    scores, decided = scored(), None
    if anyway is not None:
        decided = decision(scores, anyway.reason, anyway.agents)
        scores = scored(anyway=() if decided is None else decided.agents)
    presences = known.floor.presences
    found = ScoredFiles(
        month,
        scores,
        (),
        schemes,
        facts,
        tuple(targets),
        teams,
        known.employment,
        known.in_doubt,
        known.left_out,
        known.outside,
        decided,
        attended=frozenset(known.no_hours),
        has_cards=not presences or any(one.card for one in presences),
    )
    if files.pay_plan is None:
        return found
    payouts, beside = _paid(
        files, known, scores, schemes, targets=targets, teams=teams, clock=clock
    )
    return replace(found, payouts=payouts, compared=beside)


def _paid(
    files: MonthFiles,
    known: FileMonth,
    scores: tuple[AgentScore, ...],
    schemes: dict[str, Scheme],
    *,
    targets: tuple[Target, ...],
    teams: dict[str, str],
    clock: Clock,
) -> tuple[tuple[Payout, ...], PayCompared]:
    assert files.pay_plan is not None
    plans = PAY_PLANS.read(files.pay_plan, clock)
    pay_schemes = pay_schemes_in(files)
    extras = file_extras(
        files, known, plans, pay_schemes, targets=targets, teams=teams, clock=clock
    )
    hours = file_hours(files, known, plans, clock)
    payouts = pay_month(
        scores,
        plans,
        schemes,
        known.month,
        law=overtime_law(known.month),
        facts=known.facts,
        overtime=known.overtime,
        pay_schemes=pay_schemes,
        extras=extras,
        limits=pay_law_in(known.month),
        hours=hours,
        employment=known.employment,
    )
    before = [one for one in hours.earlier if one.month == known.month.before]
    factor_of = factors(plans, pay_schemes, known.month)
    return payouts, compared(payouts, (), factor_of, before)


def _schemes(files: MonthFiles, facts: Facts, month: Month) -> dict[str, Scheme]:
    """Return the scheme of each post of the month; a post's id names its kind."""
    known = tuple(map(read_scheme, files.schemes)) or tuple(
        scheme for scheme in scheme_presets() if scheme.id in DEFAULT_SCHEMES
    )
    current = facts.between(month.first, month.last)
    faults: list[Fault] = []
    found: dict[str, Scheme] = {}
    for post in sorted({current.posts[index] for index in current.post.tolist()}):
        try:
            if post not in set(PostKind):
                raise InputError(Fault("post_kind_missing", value=post))
            found[post] = scheme_for(known, PostKind(post), month)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found
