"""Facts -> scorecards: what every agent scored in a month on each post, and blended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.facts.employed import weekday_share
from kpi.metrics.counted import GroupMeasure, GroupMeasures
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import Knowing, Totals
from kpi.scheme.line import ZERO, Line, Scoring
from kpi.scheme.targets import shared_out
from kpi.score.blend import blended
from kpi.score.coverage import covered
from kpi.score.scorecard import AgentScore, LineLeftOut, Scorecard, ScoreLine, rounded
from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kpi.facts.facts import Facts
    from kpi.month import Month
    from kpi.scheme.scheme import Scheme
    from kpi.scheme.targets import Target
    from scheduler.agent import Employment

CONTRIBUTION = Decimal("0.0001")
OF_ATTENDANCE = frozenset({"adherent_min", "handling_min", "late_shifts"})


def score_month(
    facts: Facts,
    schemes: Mapping[str, Scheme],
    month: Month,
    *,
    targets: Iterable[Target] = (),
    teams: Mapping[str, str] | None = None,
    before: Facts | None = None,
    employment: Mapping[str, Employment] | None = None,
    anyway: Collection[str] = (),
    knowing: Knowing = Knowing.COVERED,
) -> tuple[AgentScore, ...]:
    """
    Return the score of every agent with facts in a month, in the order of their ids.

    Parameters
    ----------
    facts
        Counts; those of other months are passed over.
    schemes
        The scheme of each post, by the post's id.
    month
        The month to score.
    targets
        Of the shop, teams and agents; those of other months are passed over.
    teams
        Team of each agent.
    before
        Facts of the month before, for lines that compare with it; None: taken from ``facts`` when
        they reach back, else such lines are left out.
    employment
        From when to when people are employed, of those with a date.
    anyway
        Agents who are scored by decision, although less is known than their schemes ask for.
    knowing
        How what is unknown is taken; a month scored by the older rule is recomputed by it.

    Raises
    ------
    InputError
        When an agent worked on a post without a scheme, a scheme is not in force yet, or targets
        contradict each other.
    """
    current = facts.between(month.first, month.last)
    if before is None:
        before = facts.between(month.before.first, month.before.last)
    totals = _with_targets(
        Totals(current, before=before if len(before) else None),
        month,
        targets,
        teams,
        {agent: weekday_share(each, month) for agent, each in (employment or {}).items()},
    )
    _check_schemes(totals, schemes, month)
    cards: dict[str, list[Scorecard]] = defaultdict(list)
    measured = GroupMeasures(totals)
    for index, (agent, post) in enumerate(totals.groups):
        card = _card(measured, index, schemes[post], month, is_projection=facts.is_projection)
        cards[agent].append(card if knowing is Knowing.COVERED else _untold(card))
    scores = (blended(cards[agent], schemes) for agent in sorted(cards))
    return tuple(
        covered(one, schemes, anyway) if knowing is Knowing.COVERED else one for one in scores
    )


def _with_targets(
    totals: Totals,
    month: Month,
    targets: Iterable[Target],
    teams: Mapping[str, str] | None,
    employed: Mapping[str, float],
) -> Totals:
    (scheduled_min,) = totals.sums("scheduled_min")
    lent, disrupted = totals.sums("secondment_min", "disruption_min")
    shares = shared_out(
        [target for target in targets if target.month == month],
        totals.groups,
        scheduled_min=scheduled_min,
        excused_min=lent + disrupted,
        teams=teams or {},
        employed=employed,
    )
    return Totals(totals.facts, totals.by, totals.before, shares)


def _check_schemes(totals: Totals, schemes: Mapping[str, Scheme], month: Month) -> None:
    faults = []
    for post in sorted({post for _, post in totals.groups}):
        scheme = schemes.get(post)
        if scheme is None:
            faults.append(Fault("scheme_missing", value=post, details={"month": str(month)}))
        elif scheme.valid_from > month.first:
            details = {"month": str(month), "valid_from": str(scheme.valid_from)}
            faults.append(Fault("scheme_not_yet", value=scheme.id, details=details))
    if faults:
        raise InputError(faults)


def _card(
    measured: GroupMeasures, index: int, scheme: Scheme, month: Month, *, is_projection: bool
) -> Scorecard:
    agent, post = measured.totals.groups[index]
    drafts = [_line(measured, index, line, scheme.weight(line)) for line in scheme.lines]
    lines = _weighted(drafts, scheme)
    known = any(line.points is not None for line in lines if line.weight)
    total = None
    if any(line.is_broken_veto for line in lines):
        total = ZERO
    elif known:
        total = rounded(sum((line.contribution for line in lines), ZERO))
    grade = None if total is None else scheme.grade(total)
    return Scorecard(
        agent_id=agent,
        post=post,
        month=month,
        scheme_id=scheme.id,
        scheme_version=scheme.version,
        lines=lines,
        full=scheme.full,
        total=total,
        grade=grade.id if grade else None,
        scheduled_min=measured.column("scheduled_min", index),
        worked_min=measured.column("adherent_min", index),
        is_projection=is_projection,
    )


def _line(measured: GroupMeasures, index: int, line: Line, weight: Decimal) -> ScoreLine:
    """Return a line with its points, and its contribution still to be set."""
    counted = measured.counted(line.indicator, index)
    weight = ZERO if line.scoring is Scoring.VETO else weight
    points, band, is_small = None, None, False
    if counted.value is not None:
        points, is_small = _points(measured, index, line, counted)
        band = None if is_small else line.band(counted.value)
    return ScoreLine(
        indicator=line.indicator,
        numerator=counted.numerator,
        denominator=counted.denominator,
        value=counted.value,
        band=band,
        points=points,
        weight=weight,
        weight_used=ZERO,
        contribution=ZERO,
        left_out=None if points is not None else _reason(measured, index, line, counted),
        is_small_sample=is_small,
        is_broken_veto=counted.value is not None and line.breaks(counted.value),
    )


def _points(
    measured: GroupMeasures, index: int, line: Line, counted: GroupMeasure
) -> tuple[Decimal | None, bool]:
    """Return the points, and whether the rule for few cases gave them."""
    small = line.small_sample
    assert counted.value is not None
    assert counted.denominator is not None
    if small is None or counted.denominator >= small.below:
        return line.points(counted.value), False
    bad = measured.column(small.column, index)
    return (None if bad is None else small.points_at(bad, full=line.full)), True


def _reason(measured: GroupMeasures, index: int, line: Line, counted: GroupMeasure) -> LineLeftOut:
    columns = INDICATORS[line.indicator].columns
    if line.indicator == "target_attainment" and counted.numerator is not None:
        return LineLeftOut.NO_TARGET
    if line.indicator == "dispute_trend" and counted.numerator is not None:
        return LineLeftOut.NO_PERIOD_BEFORE
    unattended = measured.column("adherent_min", index) is None
    if unattended and OF_ATTENDANCE.intersection(columns):
        return LineLeftOut.NO_ATTENDANCE
    if counted.denominator == 0:
        return LineLeftOut.NO_CASES
    return LineLeftOut.NO_DATA


def _untold(card: Scorecard) -> Scorecard:
    """Return a scorecard as it was told until 2026-11: no cases were no data."""
    lines = tuple(
        replace(line, left_out=LineLeftOut.NO_DATA)
        if line.left_out is LineLeftOut.NO_CASES
        else line
        for line in card.lines
    )
    return replace(card, lines=lines)


def _weighted(drafts: Sequence[ScoreLine], scheme: Scheme) -> tuple[ScoreLine, ...]:
    """Share the weight of lines left out among the others, and set the contributions."""
    known = sum((line.weight for line in drafts if line.points is not None), ZERO)
    result = []
    for draft, line in zip(drafts, scheme.lines, strict=True):
        used, contribution = ZERO, ZERO
        if draft.points is not None and draft.weight:
            used = draft.weight * scheme.full / known
            contribution = rounded(
                draft.points * draft.weight * scheme.full / (line.full * known), CONTRIBUTION
            )
        result.append(replace(draft, weight_used=used, contribution=contribution))
    return tuple(result)
