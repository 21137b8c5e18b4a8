"""How each line of a scorecard came about, as sentences from which it can be got by hand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kpi.facts.columns import COLUMNS, FactUnit
from kpi.metrics.indicators import FEN as FEN_A_YUAN
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better, Measured
from kpi.scheme.line import ZERO, Line, Scoring
from kpi.scheme.scheme import Adding
from kpi.scheme.targets import Level
from kpi.score.counted import Whose, exact_share
from kpi.score.reasons import WITH_TARGET
from kpi.score.scorecard import FEW_CASES, AgentScore, Scorecard
from kpi.told import Told, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kpi.scheme.line import Band
    from kpi.scheme.scheme import Grade, Scheme
    from kpi.score.counted import CountedFrom, CountedSum
    from kpi.score.scorecard import ScoreLine

PER_CENT = 100
OF_EXCUSED = frozenset({"adherent_min", "handling_min"})


@dataclass(frozen=True, slots=True)
class CardAccount:
    """
    A scorecard with how it came about.

    Parameters
    ----------
    card
        The scorecard.
    lines
        Of each of its lines, in their order.
    notes
        How the lines became the total.
    """

    card: Scorecard
    lines: tuple[tuple[Told, ...], ...]
    notes: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ScoreAccount:
    """
    An agent's score with how it came about.

    Parameters
    ----------
    score
        The score.
    cards
        Of each post.
    notes
        How the cards became the score, and the grade it reaches.
    """

    score: AgentScore
    cards: tuple[CardAccount, ...]
    notes: tuple[Told, ...]


def account(score: AgentScore, schemes: Mapping[str, Scheme], counted: CountedFrom) -> ScoreAccount:
    """Return an agent's score with how every line of it came about."""
    cards = tuple(_card(card, schemes[card.post], counted) for card in score.cards)
    notes = _blend(score)
    scheme = schemes[score.cards[0].post]
    if score.total is not None and (held := scheme.grade(score.total)) is not None:
        notes += grade_notes(scheme.grades, held, score.total)
    if score.is_below and (score.is_held_back or score.total is not None):
        numbers = {"coverage": score.coverage, "least": score.least_coverage}
        notes.append(told("held_back" if score.is_held_back else "scored_anyway", **numbers))
    return ScoreAccount(score, cards, tuple(notes))


def grade_notes(grades: Sequence[Grade], held: Grade, total: Decimal) -> list[Told]:
    """Return the grade a score reaches and the next better one, to be told; best first."""
    titles = {"grade": held.id, "grade_zh": held.title_zh, "grade_en": held.title_en}
    notes = [told("grade_reached", score=total, low=held.low, **titles)]
    place = grades.index(held)
    if place:
        better = grades[place - 1]
        titles = {"grade": better.id, "grade_zh": better.title_zh, "grade_en": better.title_en}
        notes.append(told("grade_next", low=better.low, **titles))
    return notes


def in_yuan(column: str, value: Decimal) -> Decimal:
    """Return a number of a column of facts, money in yuan."""
    return value / FEN_A_YUAN if COLUMNS[column] is FactUnit.FEN else value


def in_units(line: ScoreLine) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return what a line was counted from and its value as people read them: yuan, per cent."""
    name = line.indicator
    counts = [line.numerator, line.denominator]
    if name in WITH_TARGET:
        (column,) = INDICATORS[name].columns
        counts = [None if one is None else in_yuan(column, one) for one in counts]
    is_share = INDICATORS[name].unit in (Measured.SHARE, Measured.RATIO)
    value = line.value
    return counts[0], counts[1], value * PER_CENT if is_share and value is not None else value


def _blend(score: AgentScore) -> list[Told]:
    """Return how the scorecards of several posts became one score."""
    scored = [(card, share) for card, share in zip(score.cards, score.shares, strict=True) if share]
    if len(score.cards) == 1 or score.total is None:
        return []
    by = score.blended_by
    minutes = [getattr(card, by.value, Decimal(1)) or ZERO for card, _ in scored]
    parts = [
        told(
            f"blend_{by}",
            post=card.post,
            score=card.total,
            full=card.full,
            minutes=mine,
            of=sum(minutes, ZERO),
        )
        for (card, _), mine in zip(scored, minutes, strict=True)
    ]
    return [*parts, told("blended", full=score.full, score=score.total)]


def _card(card: Scorecard, scheme: Scheme, counted: CountedFrom) -> CardAccount:
    known = sum((line.weight for line in card.lines if line.points is not None), ZERO)
    lines = tuple(
        (*_line(line, rule, card, counted), *_counts(line, scheme, known))
        for line, rule in zip(card.lines, scheme.lines, strict=True)
    )
    whole = sum((line.contribution for line in card.lines), ZERO)
    notes: tuple[Told, ...] = ()
    if card.is_vetoed:
        notes = (told("card_vetoed"),)
    elif card.total is not None:
        notes = (told("card_total", sum=whole, total=card.total),)
    return CardAccount(card, lines, notes)


def _line(line: ScoreLine, rule: Line, card: Scorecard, counted: CountedFrom) -> list[Told]:
    """Return what was counted, what value it makes, and what points."""
    notes = _sums(line, card, counted)
    if line.left_out is not None:
        return [*notes, told("left_out", left_out=line.left_out)]
    notes += [*_excused(line, card, counted), _value(line, card, counted)]
    if line.is_small_sample:
        assert rule.small_sample is not None
        small, (bad,) = rule.small_sample, counted.own(card, rule.small_sample.column)
        numbers = {"below": small.below, "minus": small.minus, "points": line.points}
        cases = {"cases": line.denominator, "bad": bad, "full": rule.full}
        notes.append(told("small_sample", column=small.column, **numbers, **cases))
        return notes + _floored(line)
    notes += POINTS[rule.scoring](line, rule)
    if line.has_few_cases:
        notes.append(told("few_cases", least=FEW_CASES))
    return notes


def _sums(line: ScoreLine, card: Scorecard, counted: CountedFrom) -> list[Told]:
    """Return the sums a line is counted from, and how a target came to the agent."""
    notes = [
        told(f"sum_{one.whose}", column=one.column, sum=in_yuan(one.column, one.value))
        for one in counted.sums(card, line.indicator)
        if one.value is not None
    ]
    columns = INDICATORS[line.indicator].columns
    aimed = line.indicator in WITH_TARGET
    return notes + (_target(card, counted, columns[0]) if aimed else [])


def _target(card: Scorecard, counted: CountedFrom, column: str) -> list[Told]:
    """Return how the target came to the agent."""
    found = counted.target(card, column)
    if found is None:
        return []
    share, scheduled, excused, target = found
    parts = Decimal(repr(share.whole)), Decimal(repr(share.left)), exact_share(share)
    whole, left, mine = (in_yuan(column, value) for value in parts)
    notes = [told("target_agent", column=column, whole=whole)]
    if share.employed < 1:
        part = {"employed": share.employed, "share": mine}
        notes.append(told("target_part", column=column, whole=whole, **part))
    if share.level is not Level.AGENT:
        numbers = {"whole": whole, "given": whole - left, "left": left, "share": mine}
        minutes = {"minutes": share.minutes, "of_minutes": share.of_minutes}
        code = f"target_{share.level}"
        notes = [told(code, column=column, name=share.name, **numbers, **minutes)]
    if excused:
        numbers = {"share": mine, "target": in_yuan(column, target)}
        times = {"scheduled": scheduled, "excused": excused}
        notes.append(told("target_kept", column=column, **numbers, **times))
    return notes


def _excused(line: ScoreLine, card: Scorecard, counted: CountedFrom) -> list[Told]:
    """Return the minutes lent and lost with approval, where they count."""
    columns = OF_EXCUSED.intersection(INDICATORS[line.indicator].columns)
    kinds = ("secondment_min", "disruption_min")
    lent, lost = (counted.own(card, kind)[0] or ZERO for kind in kinds)
    if not lent + lost:
        return []
    return [told(f"excused_{name}", lent=lent, lost=lost) for name in sorted(columns)]


def _value(line: ScoreLine, card: Scorecard, counted: CountedFrom) -> Told:
    """Return how a line's value came from its counts."""
    name = line.indicator
    unit, over, under = INDICATORS[name].unit, line.numerator, line.denominator
    assert over is not None
    assert under is not None
    sums = counted.sums(card, name)
    if any(one.whose is not Whose.OWN for one in sums):
        return _value_to_post(name, sums)
    code = f"value_{unit}"
    if unit in (Measured.COUNT, Measured.YUAN) and line.value == over:
        code = f"value_{unit}_alone"
    elif name in WITH_TARGET:
        code, (column,) = "value_of_target", INDICATORS[name].columns
        over, under = in_yuan(column, over), in_yuan(column, under)
    return told(code, indicator=name, numerator=over, denominator=under, value=line.value)


def _value_to_post(name: str, sums: Sequence[CountedSum]) -> Told:
    """Return how an agent's mean stands to that of the post, each from its own two sums."""
    over, under, post_over, post_under = (in_yuan(one.column, one.value or ZERO) for one in sums)
    value = Fraction(over) * Fraction(post_under) / Fraction(under) / Fraction(post_over)
    own = {"numerator": over, "denominator": under}
    post = {"post_numerator": post_over, "post_denominator": post_under}
    return told("value_to_post", indicator=name, **own, **post, value=value)


def _bands(line: ScoreLine, rule: Line) -> list[Told]:
    assert line.band is not None
    met = rule.bands[line.band]
    runs = None not in (met.points_high, met.low, met.high)
    notes = [_band("band_slope" if runs else "band_met", line, met)]
    for code, place in (("band_below", line.band - 1), ("band_above", line.band + 1)):
        if 0 <= place < len(rule.bands):
            notes.append(_band(code, line, rule.bands[place]))
    return notes


def _band(code: str, line: ScoreLine, band: Band) -> Told:
    edges = {"low": band.low, "high": band.high}
    numbers = {name: edge for name, edge in edges.items() if edge is not None}
    points, points_high = band.ends
    return told(
        code,
        indicator=line.indicator,
        **numbers,
        value=line.value,
        points=points,
        points_high=points_high,
        got=line.points,
    )


def _target_points(line: ScoreLine, rule: Line) -> list[Told]:
    is_met = line.points == rule.full
    code = "points_target_met" if is_met else f"points_target_{rule.better}"
    numbers = {"value": line.value, "target": rule.target, "full": rule.full, "got": line.points}
    return [told(code, indicator=line.indicator, **numbers)]


def _deducted(line: ScoreLine, rule: Line) -> list[Told]:
    deduction = rule.deduction
    assert deduction is not None
    assert line.value is not None
    short = deduction.target - line.value
    short = max(ZERO, short if rule.better is Better.HIGHER else -short)
    numbers = {"target": deduction.target, "got": line.points, "full": rule.full}
    if not short:
        return [told("points_target_met", indicator=line.indicator, **numbers)]
    code = "points_deduct_begun" if deduction.begun else "points_deduct"
    numbers |= {"short": short, "step": deduction.step, "minus": deduction.minus}
    numbers |= {"steps": deduction.steps(short)}
    return [told(code, indicator=line.indicator, **numbers), *_floored(line)]


def _floored(line: ScoreLine) -> list[Told]:
    return [] if line.points else [told("at_least_zero")]


def _rating(line: ScoreLine, rule: Line) -> list[Told]:
    return [told("points_rating", indicator=line.indicator, got=line.points, full=rule.full)]


def _veto(line: ScoreLine, rule: Line) -> list[Told]:
    code = "veto_broken" if line.is_broken_veto else "veto_kept"
    limit = rule.target or ZERO
    return [told(code, indicator=line.indicator, value=line.value, limit=limit)]


POINTS: Mapping[Scoring, Callable[[ScoreLine, Line], list[Told]]] = {
    Scoring.BANDS: _bands,
    Scoring.TARGET: _target_points,
    Scoring.DEDUCT: _deducted,
    Scoring.RATING: _rating,
    Scoring.VETO: _veto,
}
"""How each way of scoring is told."""


def _counts(line: ScoreLine, scheme: Scheme, known: Decimal) -> list[Told]:
    """Return how points count for the total; nothing of what is left out and of a veto."""
    if line.points is None or not line.weight:
        return []
    numbers = {"points": line.points, "known": known, "contribution": line.contribution}
    if scheme.adding is Adding.POINTS:
        return [told("counts_points", full=scheme.full, **numbers)]
    return [told("counts", weight=line.weight, **numbers)]
