"""Facts -> scorecards: what every agent scored in a month on each post, and blended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.facts.employed import weekday_share
from kpi.metrics.counted import GroupMeasure, GroupMeasures
from kpi.metrics.totals import Knowing, Totals
from kpi.scheme.line import ZERO, Line, Scoring
from kpi.scheme.targets import shared_out
from kpi.score.blend import blended
from kpi.score.coverage import covered
from kpi.score.reasons import Reasons
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
    no_hours: Mapping[str, LineLeftOut] | None = None,
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
    no_hours
        Why hours of agents with attendance may be unknown; who is not in it has no attendance.
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
    targets = [target for target in targets if target.month == month]
    totals = _with_targets(
        Totals(current, before=before if len(before) else None, knowing=knowing),
        targets,
        teams,
        {agent: weekday_share(each, month) for agent, each in (employment or {}).items()},
    )
    _check_schemes(totals, schemes, month)
    cards: dict[str, list[Scorecard]] = defaultdict(list)
    measured = GroupMeasures(totals)
    reasons = Reasons(knowing, no_hours or {}, {target.post for target in targets})
    for index, (agent, post) in enumerate(totals.groups):
        card = _card(measured, index, schemes[post], month, reasons)
        cards[agent].append(card)
    scores = (blended(cards[agent], schemes) for agent in sorted(cards))
    return tuple(
        covered(one, schemes, anyway) if knowing is Knowing.COVERED else one for one in scores
    )


def _with_targets(
    totals: Totals,
    targets: Iterable[Target],
    teams: Mapping[str, str] | None,
    employed: Mapping[str, float],
) -> Totals:
    (scheduled_min,) = totals.sums("scheduled_min")
    lent, disrupted = totals.sums("secondment_min", "disruption_min")
    shares = shared_out(
        targets,
        totals.groups,
        scheduled_min=scheduled_min,
        excused_min=lent + disrupted,
        teams=teams or {},
        employed=employed,
    )
    return replace(totals, targets=shares)


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
    measured: GroupMeasures, index: int, scheme: Scheme, month: Month, reasons: Reasons
) -> Scorecard:
    agent, post = measured.totals.groups[index]
    drafts = [_line(measured, index, line, scheme.weight(line), reasons) for line in scheme.lines]
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
        is_projection=measured.totals.facts.is_projection,
    )


def _line(
    measured: GroupMeasures, index: int, line: Line, weight: Decimal, reasons: Reasons
) -> ScoreLine:
    """Return a line with its points, and its contribution still to be set."""
    counted = measured.counted(line.indicator, index)
    weight = ZERO if line.scoring is Scoring.VETO else weight
    points, band, is_small = None, None, False
    if counted.value is not None:
        points, is_small = _points(measured, index, line, counted)
        band = None if is_small else line.band(counted.value)
    left_out = None
    if points is None:
        left_out = reasons.of(measured, index, line.indicator, counted)
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
        left_out=left_out,
        is_small_sample=is_small,
        is_broken_veto=_breaks(line, counted, reasons.knowing),
    )


def _breaks(line: Line, counted: GroupMeasure, knowing: Knowing) -> bool:
    """Return whether a veto is broken; one case breaks a limit of 0 whatever it is divided by."""
    if counted.value is not None:
        return line.breaks(counted.value)
    is_proven = counted.numerator is not None and not line.target and line.breaks(counted.numerator)
    return is_proven and knowing is Knowing.COVERED


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
