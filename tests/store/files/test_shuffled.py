"""Forty made-up layouts a kind: read to the same values, or asked about, never wrong."""

import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from service.file_kinds import KINDS
from store.files.absences import read_leave
from store.files.agents_file import read_agents
from store.files.audit_sheet import audit_preset
from store.files.audits_file import read_audits
from store.files.chat_log import read_chat_log
from store.files.every_table import FILES, TABLES
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import (
    PAY_PLANS,
    read_attendance,
    read_complaints,
    read_orders,
    read_punches,
    read_targets,
)
from store.files.messages_file import read_messages
from store.files.quality_file import read_answers, survey_preset
from tests.store.files.more_contents import MORE
from tests.store.files.shuffled import Content, laid_out

CLOCK = Clock("Asia/Shanghai")
SEEDS = range(40)
FIRST = dt.date(2026, 10, 13)  # a day above 12, so that no other order is a date
DAYS = [FIRST + dt.timedelta(days=number) for number in range(4)]
PEOPLE = ("KF001", "KF002", "KF003")
ASKED = 0.05
"""At most so many of the layouts of a kind may be asked about."""

ATTENDANCE = Content(
    "attendance",
    tuple(
        {"agent_id": agent, "date": day, "start": f"08:4{at}", "end": f"18:0{at + 1}"}
        for at, agent in enumerate(PEOPLE)
        for day in DAYS
    ),
    dates=frozenset({"date"}),
    clocks=frozenset({"start", "end"}),
)
PAY = Content(
    "pay_plan",
    tuple(
        {
            "agent_id": agent,
            "valid_from": FIRST,
            "base": f"{3600 + 1000 * at}",
            "performance": f"{1200 + 400 * at}.50",
        }
        for at, agent in enumerate(PEOPLE)
    ),
    dates=frozenset({"valid_from"}),
    numbers=frozenset({"base", "performance"}),
    total={"base": "13800", "performance": "4801.50"},
)
FACTS = Content(
    "facts",
    tuple(
        {
            "agent_id": agent,
            "post": "presales",
            "date": FIRST,
            "consulted": f"{1200 + at}",
            "received": f"{1231 + at}",
            "paid": f"{438 + at}",
            "rated": ("156", "68", "")[at],
            "satisfied": ("142", "63", "")[at],
            "sales_yuan": f"{84700 + at}.46",
        }
        for at, agent in enumerate(PEOPLE)
    ),
    dates=frozenset({"date"}),
    numbers=frozenset({"consulted", "received", "paid", "rated", "satisfied", "sales_yuan"}),
    total={"received": "3696", "paid": "1317", "consulted": "3603"},
)
STAFF = Content(
    "agents",
    tuple(
        {
            "agent_id": agent,
            "name": ("小桃", "王明", "李小花")[at],
            "team": "一组",
            "posts": "presales",
            "contract_hours_week": "40",
            "hourly_cost": f"{30 + at}",
            "no_nights": ("是", "否", "否")[at],
            "hired": FIRST,
        }
        for at, agent in enumerate(PEOPLE)
    ),
    dates=frozenset({"hired"}),
    numbers=frozenset({"contract_hours_week", "hourly_cost"}),
)
COMPLAINTS = Content(
    "complaints",
    tuple(
        {
            "number": f"TS00{at}",
            "post": "presales",
            "agent_id": agent,
            "owner": PEOPLE[at - 1],
            "channel": ("平台", "聊天", "电话")[at],
            "received": f"2026-10-{13 + at} 14:20",
            "answered": f"2026/10/{13 + at} 15:00",
            "closed": f"2026-10-{14 + at} 10:00",
            "at_fault": ("是", "否", "否")[at],
            "decided": f"2026-10-{15 + at} 9:00",
            "decided_by": "主管甲",
            "evidence": "聊天截图",
        }
        for at, agent in enumerate(PEOPLE)
    ),
)


def attendance(path):
    return sorted(
        (one.agent_id, one.start_min, one.end_min) for one in read_attendance(path, CLOCK)
    )


def pay(path):
    plans = PAY_PLANS.read(path, CLOCK)
    return sorted((one.agent_id, one.valid_from, one.base, one.performance) for one in plans)


def facts(path):
    found = read_facts(path)
    held = {name: np.nan_to_num(column, nan=-1).tolist() for name, column in found.counts.items()}
    return found.agents, found.posts, found.date.tolist(), sorted(held.items())


def staff(path):
    return read_agents(path, frozenset({"presales"}))


def complaints(path):
    return read_complaints(path, CLOCK)


def rows_of(kind):
    """Return what reads a file of a kind of table as its rows, in any order."""
    return lambda path: sorted(map(repr, kind.read(path, CLOCK)))


def log(read):
    """Return what reads a log as its columns."""

    def columns(path):
        found = read(path, CLOCK)
        parts = (found.records, found.outcomes) if hasattr(found, "outcomes") else (found,)
        return [(name, repr(held)) for one in parts for name, held in sorted(vars(one).items())]

    return columns


def survey(path):
    found = read_answers(path, CLOCK, survey_preset())
    return repr(found)


def audits(path):
    (found,) = read_audits(path, CLOCK, audit_preset())
    return found.area, found.date, found.auditor, sorted(map(repr, found.points.items()))


def absences(path):
    return sorted(map(repr, read_leave(path, CLOCK, PEOPLE)))


def targets(path):
    return sorted(map(repr, read_targets(path, CLOCK)))


def orders(path):
    return sorted(map(repr, read_orders(path, CLOCK)))


OWN = {
    **{"absences": absences, "survey": survey, "audits": audits, "targets": targets},
    **{"orders": orders, "messages": log(read_messages), "chat_log": log(read_chat_log)},
    "punches": lambda path: sorted(map(repr, read_punches(path, CLOCK))),
}
ANY = {one.name: one for one in FILES}
READ = {
    **{name: (held, OWN.get(name) or rows_of(ANY[name])) for name, held in MORE.items()},
    "attendance": (ATTENDANCE, attendance),
    "pay": (PAY, pay),
    "facts": (FACTS, facts),
    "staff": (STAFF, staff),
    "complaints": (COMPLAINTS, complaints),
}


def plain(content, folder):
    """Return the path of the same content under our own names, as our own files have it."""
    head = list(content.rows[0])
    lines = [head, *([str(row[name]) for name in head] for row in content.rows)]
    path = folder / f"{content.table}.csv"
    path.write_text("\n".join(",".join(line) for line in lines) + "\n", "utf-8")
    return path


ELSEWHERE = frozenset({"volumes", "roster"})
"""Tables with layouts of their own: grids, and tables of codes."""


def test_every_kind_of_file_has_layouts():
    tables = {one.table for one in KINDS.values() if one.columns}
    assert tables | {*TABLES} - ELSEWHERE - {"special_days"} == {
        content.table for content, _ in READ.values()
    }


@pytest.fixture(params=READ)
def kind(request):
    return READ[request.param]


def test_every_layout_is_read_to_the_same_values_or_asked_about(kind, tmp_path):
    content, read = kind
    wanted = read(plain(content, tmp_path))
    wrong, asked = [], []
    for seed in SEEDS:
        path = laid_out(content, seed, tmp_path)
        try:
            found = read(path)
        except InputError as error:
            asked.append((seed, path.name, error.faults))
            continue
        if found != wanted:
            wrong.append((seed, path.name, found))
    assert not wrong
    assert len(asked) <= ASKED * len(SEEDS), asked
