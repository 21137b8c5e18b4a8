"""What else the invented shop writes down: questionnaires, 5S audits, training, certificates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from data.demo.generator.floor import SUPERVISORS
from kpi.registers.five_s import Audit, Correction, FiveS
from kpi.registers.training_gate import StageResult
from scheduler.agent import Certificate
from store.files.week_columns import Held

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.registers.five_s import AuditItem, AuditSheet
    from kpi.registers.quality import Survey
    from kpi.registers.training_gate import Gate
    from scheduler.agent import Agent

SURVEYED = ((dt.date(2026, 9, 1), 20), (dt.date(2026, 10, 1), 34))  # month, people a post
EXPECTED = {
    "tangibles": 5.4,
    "reliability": 6.4,
    "responsiveness": 6.3,
    "assurance": 6.1,
    "empathy": 5.7,
}
SHORT_BY = {
    "tangibles": 0.05,
    "reliability": 0.75,
    "responsiveness": 0.95,
    "assurance": 0.3,
    "empathy": 0.5,
}
POST_SHORT = {"presales": -0.1, "insales": 0.05, "aftersales": 0.4}
LATER_BETTER = 0.2

AREAS = ("售前区", "售中区", "售后区")
AUDIT_DAYS = tuple(dt.date(2026, 10, day) for day in (9, 16, 23, 30))
LEADERS = {"售前区": "K001", "售中区": "K025", "售后区": "K046"}
CARE = {"售前区": 0.93, "售中区": 0.9, "售后区": 0.84}
DUE_DAYS = 7

# (agent, second post, points of the stages passed or tried so far)
TRAINEES = (
    ("K026", "presales", (92, 85, 88)),
    ("K029", "presales", (86, 78)),
    ("K030", "aftersales", (74,)),
    ("K007", "insales", (95, 90, 76)),
    ("K011", "aftersales", (88,)),
    ("K051", "insales", (83, 81)),
)


def survey_rows(survey: Survey, rng: np.random.Generator) -> list[tuple[str | float, ...]]:
    """Return rows of ``survey.csv``: marks move with the person, the post and the dimension."""
    rows: list[tuple[str | float, ...]] = []
    number = 0
    for late, (month, people) in enumerate(SURVEYED):
        for post, short in POST_SHORT.items():
            for _ in range(people):
                number += 1
                date = month + dt.timedelta(days=int(rng.integers(0, 30)))
                mood = rng.normal(0, 0.45, 2)
                better = LATER_BETTER * late
                rows += [
                    (f"R{number:04d}", post, date.isoformat(), question, *marks)
                    for question, marks in _marks(survey, mood, short - better, rng)
                ]
    return rows


def _marks(
    survey: Survey,
    mood: np.ndarray[tuple[int], np.dtype[np.float64]],
    short: float,
    rng: np.random.Generator,
) -> Iterable[tuple[str, tuple[int, int]]]:
    for dimension in survey.dimensions:
        wanted = EXPECTED[dimension.id] + mood[0]
        seen = wanted - SHORT_BY[dimension.id] - short + mood[1]
        for question in dimension.questions:
            both = np.round(np.array([wanted, seen]) + rng.normal(0, 0.7, 2))
            expected, perceived = np.clip(both, 1, survey.scale).astype(int).tolist()
            yield question.id, (expected, perceived)


def audits(sheet: AuditSheet, rng: np.random.Generator) -> tuple[Audit, ...]:
    """Return four weekly audits of each area; what lost half its points is to be put right."""
    found = []
    for week, date in enumerate(AUDIT_DAYS):
        for area in AREAS:
            care = min(CARE[area] + 0.02 * week, 0.98)
            points = {item.id: int(rng.binomial(item.most, care)) for item in sheet.items}
            low = [item for item in sheet.items if points[item.id] * 2 <= item.most]
            fixes = tuple(_fix(item, area, date, rng) for item in low)
            photos = {item.id: f"照片 {area} {date:%m%d} {item.id}" for item in low}
            found.append(
                Audit(area, date, SUPERVISORS[1], sheet.id, sheet.version, points, photos, fixes)
            )
    return tuple(found)


def _fix(item: AuditItem, area: str, date: dt.date, rng: np.random.Generator) -> Correction:
    what = {
        FiveS.SORT: "清理",
        FiveS.ORDER: "归位并补标识",
        FiveS.CLEAN: "清扫并安排值日",
        FiveS.STANDARD: "补齐并公示",
        FiveS.HABIT: "班前会提醒并复查",
    }[item.block]
    due = date + dt.timedelta(days=DUE_DAYS)
    is_done = date < AUDIT_DAYS[-1] and rng.random() < 0.85
    done = due - dt.timedelta(days=int(rng.integers(0, 5))) if is_done else None
    text = f"{item.zh}：{what}"
    return Correction(item.id, text, LEADERS[area], due, done, SUPERVISORS[1] if done else "")


def training(gates: dict[str, Gate]) -> tuple[StageResult, ...]:
    """Return the results of six agents on the way to a second post, none through yet."""
    found = []
    for agent, post, points in TRAINEES:
        for place, (stage, reached) in enumerate(zip(gates[post].stages, points, strict=False)):
            date = dt.date(2026, 10, 12) + dt.timedelta(days=7 * place)
            found.append(StageResult(agent, post, stage.id, date, Decimal(reached), SUPERVISORS[0]))
    return tuple(found)


def certificates(people: Iterable[Agent], rng: np.random.Generator) -> tuple[Held, ...]:
    """Return yearly certificates that were valid all autumn; the first run out in December."""
    found = []
    for agent in people:
        for held in agent.certificates:
            last = dt.date(2026, 12, 10) + dt.timedelta(days=int(rng.integers(0, 280)))
            first = last - dt.timedelta(days=364)
            if agent.hired is not None:
                first, last = agent.hired, agent.hired + dt.timedelta(days=364)
            found.append(Held(agent.id, Certificate(held.post, first, last)))
    return tuple(found)
