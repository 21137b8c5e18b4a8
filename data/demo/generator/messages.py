"""Messages on the invented shop's selling platforms, made of a fifth of its chats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.messages import NOBODY, Messages

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.chats import ChatRecords

    Ints = npt.NDArray[np.int64]

SHARE = 0.2
LATE_ANSWERED = 0.7  # of customers who left before an answer, how many get one later
MOST_TURNS = 2
WRITTEN_AGAIN = 0.92  # of customers who fell silent
IN_TIME = 0.95
# on which platform customers write, and what share of them
PLATFORMS = {"jd": 0.15, "pinduoduo": 0.55, "taobao": 0.30}


def messages(
    records: ChatRecords, assigned: npt.NDArray[np.int32], rng: np.random.Generator
) -> Messages:
    """
    Return who wrote when: the first message and its answer as in the chat, then one or two turns.

    The agent writes last; most customers who fall silent are written to again within 5 minutes. Who
    left unanswered mostly gets an answer within two hours.
    """
    rows = np.flatnonzero((rng.random(len(records)) < SHARE) & (assigned >= 0))
    first = records.arrived_s[rows].astype(np.int64)
    replied = records.replied_s[rows]
    missed = np.isnan(replied)
    late = first + 60 + (rng.random(len(rows)) * 7200).astype(np.int64)
    answer = np.where(missed, late, np.nan_to_num(replied)).astype(np.int64)
    has_answer = ~missed | (rng.random(len(rows)) < LATE_ANSWERED)
    everyone = np.ones(len(rows), dtype=bool)
    parts = [(everyone, first, True), (has_answer, np.maximum(answer, first + 1), False)]
    last = parts[1][1]
    for _ in range(MOST_TURNS):
        goes_on = ~missed & (rng.random(len(rows)) < 0.7)
        asked = last + rng.integers(15, 90, len(rows))
        told = asked + rng.gamma(2.0, 16.0, len(rows)).astype(np.int64) + 2
        parts += [(goes_on, asked, True), (goes_on, told, False)]
        last = np.where(goes_on, told, last)
    again = has_answer & (rng.random(len(rows)) < WRITTEN_AGAIN)
    wait = np.where(
        rng.random(len(rows)) < IN_TIME,
        rng.integers(60, 290, len(rows)),
        rng.integers(400, 3000, len(rows)),
    )
    parts.append((again, last + wait, False))
    sold_on = rng.choice(len(PLATFORMS), len(rows), p=tuple(PLATFORMS.values()))
    return _joined(records, assigned, rows, parts, sold_on)


def _joined(
    records: ChatRecords,
    assigned: npt.NDArray[np.int32],
    rows: Ints,
    parts: list[tuple[npt.NDArray[np.bool_], Ints, bool]],
    sold_on: Ints,
) -> Messages:
    answering = np.where(records.agent[rows] >= 0, records.agent[rows], assigned[rows])
    user, agent, post, at_s, customer = [], [], [], [], []
    for some, when, is_customer in parts:
        chosen = np.flatnonzero(some)
        user.append(chosen)
        post.append(records.post[rows][chosen])
        agent.append(np.full(len(chosen), NOBODY) if is_customer else answering[chosen])
        at_s.append(when[chosen])
        customer.append(np.full(len(chosen), is_customer))
    users = tuple(f"u{number:05d}" for number in range(1, len(rows) + 1))
    of_user = np.concatenate(user)
    joined = (np.concatenate(each) for each in (post, user, agent))
    return Messages(
        records.posts,
        users,
        records.agents,
        tuple(PLATFORMS),
        *joined,
        sold_on[of_user],
        np.concatenate(at_s),
        np.concatenate(customer),
        np.zeros(len(of_user), dtype=bool),
    )
