"""What came of each invented chat, drawn per chat; every agent has a hand of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.outcomes import ChatOutcomes

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.chats import ChatRecords

    Floats = npt.NDArray[np.float64]

PATIENT_S = 60.0


def hands(agents: int, rng: np.random.Generator) -> Floats:
    """Return how good a hand each agent has, and last how good it is where nobody answered."""
    return rng.normal(0, 1, agents + 1)


def outcomes(
    records: ChatRecords,
    assigned: npt.NDArray[np.int32],
    rng: np.random.Generator,
    hand_of: Floats,
) -> ChatOutcomes:
    """
    Return drawn outcomes; unanswered chats lead to nothing.

    A waiting customer buys less and rates lower; an agent's hand moves buying, speed and ratings
    by a few per cent to either side.
    """
    hand = hand_of[records.agent]
    keen = hand - np.log1p(np.nan_to_num(records.waited_s) / PATIENT_S)
    name = np.array(records.posts)[records.post]
    answered = records.answered
    values = _talk(answered, hand, rng) | _rating(answered, keen, rng)
    for post, draw in (("presales", _buying), ("insales", _reminding), ("aftersales", _mending)):
        for column, drawn in draw(answered & (name == post), keen, hand, rng).items():
            values.setdefault(column, np.full(len(records), np.nan))
            values[column][name == post] = drawn[name == post]
    return ChatOutcomes(assigned, values)


def _chance(share: float, pull: Floats, scale: float, rng: np.random.Generator) -> Floats:
    """Return 1 with a probability that ``pull`` moves in log-odds, else 0."""
    odds = np.log(share / (1 - share)) + scale * pull
    return (rng.random(len(pull)) < 1 / (1 + np.exp(-odds))).astype(np.float64)


def _only(values: Floats, where: npt.NDArray[np.bool_]) -> Floats:
    return np.where(where, values, np.nan)


def _talk(
    answered: npt.NDArray[np.bool_], hand: Floats, rng: np.random.Generator
) -> dict[str, Floats]:
    replies = 1.0 + rng.poisson(4, len(answered))
    pace = rng.gamma(4 * replies, 33 / 4 * np.exp(-0.12 * hand))
    return {
        "replies": _only(replies, answered),
        "reply_s": _only(np.round(pace), answered),
        "abuse": np.zeros(len(answered)),
    }


def _rating(
    answered: npt.NDArray[np.bool_], keen: Floats, rng: np.random.Generator
) -> dict[str, Floats]:
    score = np.clip(np.round(4.55 + 0.25 * keen + rng.normal(0, 0.75, len(keen))), 1, 5)
    rated = answered & (rng.random(len(keen)) < 0.3)
    return {"rating": _only(score, rated)}


def _buying(
    mine: npt.NDArray[np.bool_], keen: Floats, hand: Floats, rng: np.random.Generator
) -> dict[str, Floats]:
    inquired = _chance(0.86, keen, 0.0, rng) * mine
    ordered = inquired * _chance(0.62, keen, 0.12, rng)
    paid = ordered * _chance(0.88, keen, 0.10, rng)
    yuan = rng.lognormal(np.log(205) + 0.04 * hand, 0.55)
    return {
        "inquired": inquired,
        "ordered": ordered,
        "paid": paid,
        "sales_fen": paid * np.round(yuan * 100),
    }


def _reminding(
    mine: npt.NDArray[np.bool_], keen: Floats, hand: Floats, rng: np.random.Generator
) -> dict[str, Floats]:
    is_case = _chance(0.35, keen, 0.0, rng) * mine > 0
    saved = _only(_chance(0.58, keen, 0.12, rng), is_case)
    yuan = rng.lognormal(np.log(180), 0.5, len(keen))
    return {
        "reminded_in_time": _only(_chance(0.93, hand, 0.25, rng), is_case),
        "reminded_paid": saved,
        "assisted_fen": np.nan_to_num(saved) * np.round(yuan * 100),
    }


def _mending(
    mine: npt.NDArray[np.bool_], keen: Floats, hand: Floats, rng: np.random.Generator
) -> dict[str, Floats]:
    refund = mine & (rng.random(len(keen)) < 0.35)
    complained = _chance(0.006, -keen, 0.3, rng) * mine > 0
    return {
        "first_contact_solved": _only(_chance(0.905, hand, 0.15, rng), mine),
        "refund_h": _only(np.round(rng.lognormal(np.log(16) - 0.08 * hand, 0.6), 1), refund),
        "refund_self_closed": _only(_chance(0.965, hand, 0.2, rng), refund),
        "disputed": _only(_chance(0.018, -hand, 0.2, rng), refund),
        "complaint_in_time": _only(_chance(0.965, hand, 0.3, rng), complained),
        "complaint_at_fault": _only(_chance(0.4, -hand, 0.3, rng), complained),
    }
