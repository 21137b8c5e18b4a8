"""
Facts -> scorecard -> payout.

What users of the library need stands here under one name each, and is loaded when asked for:
``from kpi import Facts, score_month``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.explain import trace as explain_score
    from kpi.facts import Facts
    from kpi.facts import merge as merge_facts
    from kpi.line import Band, Line, Scoring
    from kpi.measure import Better, Indicator, Measured
    from kpi.metrics import INDICATORS
    from kpi.month import Month
    from kpi.pay import pay_month
    from kpi.pay_plan_parts import PlanPart
    from kpi.payout import Payout, PayoutLine, PayPlan
    from kpi.scheme import Grade, PostKind, Scheme
    from kpi.score import score_month
    from kpi.scorecard import AgentScore, Scorecard, ScoreLine
    from kpi.targets import Target

_PLACES = {  # public name: where it stands
    "AgentScore": "kpi.scorecard.AgentScore",
    "Band": "kpi.line.Band",
    "Better": "kpi.measure.Better",
    "Facts": "kpi.facts.Facts",
    "Grade": "kpi.scheme.Grade",
    "INDICATORS": "kpi.metrics.INDICATORS",
    "Indicator": "kpi.measure.Indicator",
    "Line": "kpi.line.Line",
    "Measured": "kpi.measure.Measured",
    "Month": "kpi.month.Month",
    "PayPlan": "kpi.payout.PayPlan",
    "Payout": "kpi.payout.Payout",
    "PayoutLine": "kpi.payout.PayoutLine",
    "PlanPart": "kpi.pay_plan_parts.PlanPart",
    "PostKind": "kpi.scheme.PostKind",
    "Scheme": "kpi.scheme.Scheme",
    "ScoreLine": "kpi.scorecard.ScoreLine",
    "Scorecard": "kpi.scorecard.Scorecard",
    "Scoring": "kpi.line.Scoring",
    "Target": "kpi.targets.Target",
    "explain_score": "kpi.explain.trace",
    "merge_facts": "kpi.facts.merge",
    "pay_month": "kpi.pay.pay_month",
    "score_month": "kpi.score.score_month",
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
