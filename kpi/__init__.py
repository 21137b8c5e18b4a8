"""
Facts -> scorecard -> payout.

What users of the library need stands here under one name each, and is loaded when asked for:
``from kpi import Facts, score_month``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.facts.facts import Facts
    from kpi.facts.facts import merge as merge_facts
    from kpi.metrics.indicators import INDICATORS
    from kpi.metrics.measure import Better, Indicator, Measured
    from kpi.month import Month
    from kpi.pay.paying import pay_month
    from kpi.pay.payout import Payout, PayoutLine, PayPlan
    from kpi.pay.plan_parts import PlanPart
    from kpi.scheme.line import Band, Line, Scoring
    from kpi.scheme.scheme import Grade, PostKind, Scheme
    from kpi.scheme.targets import Target
    from kpi.score.explain import trace as explain_score
    from kpi.score.scorecard import AgentScore, Scorecard, ScoreLine
    from kpi.score.scoring import score_month

_PLACES = {  # public name: where it stands
    "AgentScore": "kpi.score.scorecard.AgentScore",
    "Band": "kpi.scheme.line.Band",
    "Better": "kpi.metrics.measure.Better",
    "Facts": "kpi.facts.facts.Facts",
    "Grade": "kpi.scheme.scheme.Grade",
    "INDICATORS": "kpi.metrics.indicators.INDICATORS",
    "Indicator": "kpi.metrics.measure.Indicator",
    "Line": "kpi.scheme.line.Line",
    "Measured": "kpi.metrics.measure.Measured",
    "Month": "kpi.month.Month",
    "PayPlan": "kpi.pay.payout.PayPlan",
    "Payout": "kpi.pay.payout.Payout",
    "PayoutLine": "kpi.pay.payout.PayoutLine",
    "PlanPart": "kpi.pay.plan_parts.PlanPart",
    "PostKind": "kpi.scheme.scheme.PostKind",
    "Scheme": "kpi.scheme.scheme.Scheme",
    "ScoreLine": "kpi.score.scorecard.ScoreLine",
    "Scorecard": "kpi.score.scorecard.Scorecard",
    "Scoring": "kpi.scheme.line.Scoring",
    "Target": "kpi.scheme.targets.Target",
    "explain_score": "kpi.score.explain.trace",
    "merge_facts": "kpi.facts.facts.merge",
    "pay_month": "kpi.pay.paying.pay_month",
    "score_month": "kpi.score.scoring.score_month",
}
__all__ = [
    "INDICATORS",
    "AgentScore",
    "Band",
    "Better",
    "Facts",
    "Grade",
    "Indicator",
    "Line",
    "Measured",
    "Month",
    "PayPlan",
    "Payout",
    "PayoutLine",
    "PlanPart",
    "PostKind",
    "Scheme",
    "ScoreLine",
    "Scorecard",
    "Scoring",
    "Target",
    "explain_score",
    "merge_facts",
    "pay_month",
    "score_month",
]


def __getattr__(name: str) -> object:
    """Load a public name when it is asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, inside = _PLACES[name].rpartition(".")
    found: object = getattr(import_module(module), inside)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
