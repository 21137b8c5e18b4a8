"""Weights of a scheme: what experts said, what agents did, a blend of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import Floats
from kpi.metrics.indicators import INDICATORS
from kpi.scheme.ahp import Priorities, group_ahp, matrix
from kpi.scheme.delphi import Round, delphi_round
from kpi.scheme.entropy import EntropyWeights, entropy_weights
from kpi.scheme.scheme import Adding
from kpi.scheme.weights import blend, capped, direct, percents
from scheduler.errors import require
from service.scheme.weighing import Method

if TYPE_CHECKING:
    from decimal import Decimal

    from kpi.scheme.scheme import Scheme
    from service.desk import Desk
    from store.months import MonthRun

__all__ = ["EntropyWeights", "Method", "Priorities", "Round"]

Marks = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Study:
    """
    What was said about the weights of a scheme.

    Parameters
    ----------
    scheme_id
        Of which scheme.
    indicators
        Its lines that give points, in its order.
    direct
        Points of each expert for each indicator.
    ahp
        Of each expert, how many times as important the first of a pair is as the second; pairs in
        the order of ``pairs``.
    delphi
        Marks of each round, expert and indicator.
    cap
        Largest weight spread may give, in (0, 1].
    shares
        How much each method counts in the blend, by its name.
    """

    scheme_id: str
    indicators: tuple[str, ...]
    direct: Marks = ()
    ahp: Marks = ()
    delphi: tuple[Marks, ...] = ()
    cap: float = 0.35
    shares: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, eq=False)
class WeightSpread:
    """
    Weights by how much the agents differ.

    Parameters
    ----------
    found
        Of the indicators known of at least two agents.
    names
        Those indicators.
    weights
        Capped, of all indicators of the study, 0 where nothing is known.
    """

    found: EntropyWeights
    names: tuple[str, ...]
    weights: Floats


def begun(scheme: Scheme) -> Study:
    """Return a study of a scheme in which nothing was said yet; one expert is asked."""
    names = tuple(line.indicator for line in scheme.scored)
    weights = tuple(float(line.weight) for line in scheme.scored)
    alike = (1.0,) * len(pairs(names))
    marks = (tuple(3.0 for _ in names),) * 2
    return Study(scheme.id, names, (weights,), (alike,), (marks,))


def pairs(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the pairs to be compared."""
    return tuple(combinations(names, 2))


def save_study(desk: Desk, study: Study) -> None:
    """Keep a study in place of the one of the same scheme."""
    with desk.write("study_saved", ("study", study.scheme_id)) as unit:
        unit.put(study, subject=study.scheme_id)
        unit.note(study.scheme_id)


def study_of(desk: Desk, scheme: Scheme) -> Study:
    """Return what was said of a scheme; a new study where its lines are others by now."""
    with desk.read() as unit:
        kept = [one.value for one in unit.register.all(desk.shop_id, Study, subject=scheme.id)]
    fresh = begun(scheme)
    return kept[-1] if kept and kept[-1].indicators == fresh.indicators else fresh


def by_points(study: Study) -> Floats:
    """Return weights by the mean of what the experts gave."""
    return direct(study.direct)


def by_pairs(study: Study) -> Priorities:
    """Return weights by comparing pairs, with how well the answers agree."""
    said = [dict(zip(pairs(study.indicators), expert, strict=True)) for expert in study.ahp]
    return group_ahp(study.indicators, [matrix(study.indicators, one) for one in said])


def by_rounds(study: Study) -> tuple[Round, ...]:
    """Return what each round of marks showed."""
    return tuple(delphi_round(study.indicators, marks) for marks in study.delphi)


def by_spread(study: Study, run: MonthRun, scheme: Scheme) -> WeightSpread:
    """
    Return weights by how much the agents on posts of the scheme's kind differ in a month.

    Raises
    ------
    InputError
        When fewer than two agents can be compared.
    """
    table = _values(study, run, scheme)
    known = (~np.isnan(table)).sum(axis=0) >= 2
    names = tuple(np.array(study.indicators)[known].tolist())
    require(len(names) > 0, "too_few_rows", value=len(table), limit=2)
    better = [INDICATORS[name].better for name in names]
    found = entropy_weights(table[:, known], better)
    most = max(study.cap, 1 / max(1, int((found.weights > 0).sum())))
    weights = np.zeros(len(study.indicators))
    weights[known] = capped(found.weights, most)
    return WeightSpread(found, names, weights)


def _values(study: Study, run: MonthRun, scheme: Scheme) -> Floats:
    posts = {p for p, old in run.inputs.schemes.items() if old.post_kind is scheme.post_kind}
    rows = []
    for score in run.scores:
        for card in score.cards:
            if card.post in posts:
                lines = {line.indicator: line.value for line in card.lines}
                given = [lines.get(name) for name in study.indicators]
                rows.append([np.nan if value is None else float(value) for value in given])
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(study.indicators))


def blended(study: Study, found: dict[Method, Floats]) -> Floats:
    """Return the blend of what the methods found, by the study's shares; all alike if none."""
    shares = dict(study.shares)
    used = [shares.get(method.value, 0.0) for method in found]
    return blend(list(found.values()), used if any(used) else None)


def weighed(scheme: Scheme, study: Study, weights: Floats) -> Scheme:
    """
    Return a scheme with weights in whole percents; lines of weight 0 are left out.

    Raises
    ------
    InputError
        When its points add up as they are, so that it has no weights.
    """
    require(scheme.adding is Adding.WEIGHTED, "scheme_without_weights", value=scheme.id)
    whole: dict[str, Decimal] = dict(zip(study.indicators, percents(weights), strict=True))
    lines = tuple(
        replace(line, weight=whole[line.indicator]) if line in scheme.scored else line
        for line in scheme.lines
        if line not in scheme.scored or whole[line.indicator] > 0
    )
    return replace(scheme, lines=lines, blocks=())
