"""The register of the invented shop's complaints: one for each chat that led to one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from data.demo.generator import shop
from data.demo.generator.floor import SUPERVISORS
from kpi.registers.complaints import Channel, Complaint

if TYPE_CHECKING:
    from kpi.facts.outcomes import ChatOutcomes
    from scheduler.chats import ChatRecords

DESK = ("K046", "K047", "K052")
CHANNELS = tuple(Channel)
CHANNEL_SHARES = (0.45, 0.1, 0.28, 0.12, 0.05)
OPEN_FROM = dt.date(2026, 10, 29)
APPEALED = 0.08


def complaints(
    records: ChatRecords, outcomes: ChatOutcomes, first: dt.date, rng: np.random.Generator
) -> tuple[Complaint, ...]:
    """
    Return the complaints received from a date on, handled by three agents of the desk.

    In time, and at fault, are what the chat says; those of the last days are partly still open.
    """
    start_s = shop.CLOCK.at(first) * 60
    happened = ~np.isnan(outcomes["complaint_in_time"])
    rows = np.flatnonzero(happened & (records.ended_s >= start_s))
    rows = rows[np.argsort(records.ended_s[rows], kind="stable")]
    return tuple(
        _complaint(number, row, records, outcomes, rng)
        for number, row in enumerate(rows.tolist(), start=1)
    )


def _complaint(
    number: int, row: int, records: ChatRecords, outcomes: ChatOutcomes, rng: np.random.Generator
) -> Complaint:
    agent = records.agents[outcomes.assigned[row]]
    received = int(records.ended_s[row]) // 60 + int(rng.integers(5, 240))
    date = shop.CLOCK.date_of(received)
    others = [name for name in DESK if name != agent]
    owner = others[int(rng.integers(0, len(others)))]
    channel = CHANNELS[int(rng.choice(len(CHANNELS), p=CHANNEL_SHARES))]
    good = outcomes["complaint_in_time"][row] > 0
    answered = received + int(rng.integers(8, 110) if good else rng.integers(130, 600))
    closed = answered + int(rng.integers(60, 40 * 60) if good else rng.integers(20, 96) * 60)
    draw = rng.random(6)
    evidence = f"会话 {number:04d}" if draw[0] < 0.8 else f"工单附件 {number:04d}"
    number_text = f"TS{date:%y%m}-{number:04d}"
    known = (number_text, records.posts[records.post[row]], agent, owner, channel, evidence)
    is_open = date >= OPEN_FROM and draw[1] < 0.6
    if is_open:
        return Complaint(*known, received, answered if draw[2] < 0.7 else None)
    day_after = shop.CLOCK.date_of(closed) + dt.timedelta(days=1)
    decided = shop.CLOCK.at(day_after, 10 * 60 + int(rng.integers(0, 420)))
    guilty = bool(outcomes["complaint_at_fault"][row] > 0)
    return Complaint(
        *known,
        received,
        answered,
        closed,
        is_at_fault=guilty,
        decided_min=decided,
        decided_by=SUPERVISORS[0],
        is_appealed=guilty and draw[3] < APPEALED,
        is_solved=bool(draw[4] < 0.9),
        is_content=None if draw[5] > 0.7 else bool(draw[5] < 0.55),
    )
