"""Weights from files of experts' answers or of what agents did."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from kpi.metrics.indicators import INDICATORS
from kpi.scheme.ahp import Priorities, group_ahp, matrix
from kpi.scheme.delphi import Round, delphi_round
from kpi.scheme.entropy import EntropyWeights, entropy_weights
from kpi.scheme.weights import direct, percents
from scheduler.errors import Fault, InputError, require
from store.files.weighing_tables import PAIRS, read_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kpi.facts.facts import Floats
    from kpi.metrics.measure import Better
    from store.files.weighing_tables import PairRow


class Method(StrEnum):
    """How weights are found."""

    DIRECT = "direct"
    AHP = "ahp"
    ENTROPY = "entropy"
    DELPHI = "delphi"


@dataclass(frozen=True, eq=False)
class Weighing:
    """
    Weights and what they were made from.

    Parameters
    ----------
    method
        How.
    percents
        Whole percents by indicator, 100 together.
    weights
        The same, exact.
    priorities, entropy, delphi
        What the method found; None: it was another.
    """

    method: Method
    percents: dict[str, Decimal]
    weights: dict[str, float]
    priorities: Priorities | None = None
    entropy: EntropyWeights | None = None
    delphi: Round | None = field(default=None)


def weigh(method: Method, paths: Sequence[Path]) -> Weighing:
    """
    Return the weights that files lead to.

    A file of ``direct`` or ``delphi`` has a column per indicator and a row per expert; of
    ``entropy`` a row per agent; of ``ahp`` the columns ``one, two, times``, a file per expert.

    Raises
    ------
    InputError
        With the faults of the files.
    """
    require(len(paths) > 0, "empty", column="files")
    if method is Method.AHP:
        return _ahp([PAIRS.read(path) for path in paths])
    names, values = read_numbers(paths[0], str(method))
    if method is Method.DIRECT:
        return _weighing(method, names, direct(values))
    if method is Method.DELPHI:
        found = delphi_round(names, values)
        return replace(_weighing(method, names, found.weights), delphi=found)
    unknown = [name for name in names if name not in INDICATORS]
    if unknown:
        raise InputError(
            Fault("indicator_unknown", paths[0].name, 1, name, name) for name in unknown
        )
    better: list[Better] = [INDICATORS[name].better for name in names]
    spread = entropy_weights(values, better)
    return replace(_weighing(method, names, spread.weights), entropy=spread)


def _ahp(answers: Sequence[Sequence[PairRow]]) -> Weighing:
    told = [pair for pairs in answers for pair in pairs]
    names = tuple(dict.fromkeys(name for pair in told for name in (pair.one, pair.two)))
    matrices = [
        matrix(names, {(pair.one, pair.two): pair.times for pair in each}) for each in answers
    ]
    found = group_ahp(names, matrices)
    return replace(_weighing(Method.AHP, names, found.weights), priorities=found)


def _weighing(method: Method, names: Sequence[str], weights: Floats) -> Weighing:
    whole = dict(zip(names, percents(weights), strict=True))
    exact = dict(zip(names, map(float, weights), strict=True))
    return Weighing(method, whole, exact)
