"""The invented shop: its calendar, three posts, rules, and 60 agents with contracts and wishes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.agent import Absence, Agent, Certificate, Contract, Wish
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post, StaffingInputs
from store.files.rules_preset import read_rules_preset

if TYPE_CHECKING:
    import numpy as np

CLOCK = Clock("Asia/Shanghai")
TODAY = dt.date(2026, 11, 27)
NEXT_WEEK = dt.date(2026, 11, 30)
FIRST_WEEK = dt.date(2026, 7, 13)
HISTORY_WEEKS = 20
PAID_MONTH = dt.date(2026, 10, 1)
ROSTER_WEEKS = tuple(dt.date(2026, 9, 28) + dt.timedelta(weeks=week) for week in range(9))

POSTS = (
    Post(
        "presales",
        StaffingInputs(
            handle_s=600, chats_at_once=3, patience_s=180, service_level=0.8, within_s=30
        ),
        duties=("回答商品与活动咨询", "推荐商品并促成下单", "跟进已咨询未下单的买家"),
    ),
    Post(
        "insales",
        StaffingInputs(
            handle_s=660, chats_at_once=3, patience_s=240, service_level=0.8, within_s=30
        ),
        duties=("催付与核对订单", "修改地址与备注", "查询物流进度"),
    ),
    Post(
        "aftersales",
        StaffingInputs(
            handle_s=1080, chats_at_once=3, patience_s=240, service_level=0.8, within_s=30
        ),
        duties=("处理退款与退换货", "受理投诉并跟进结案", "回访评价"),
    ),
)

# (first number, last number, team, posts): who is trained for what
TEAMS = (
    (1, 18, "售前一组", ("presales",)),
    (19, 24, "售前一组", ("presales", "insales")),
    (25, 33, "售中组", ("insales",)),
    (34, 39, "售中组", ("insales", "presales")),
    (40, 45, "售后组", ("aftersales", "insales")),
    (46, 60, "售后组", ("aftersales",)),
)
PART_TIME = {12: 30.0, 18: 24.0, 24: 30.0, 33: 24.0, 39: 30.0, 45: 30.0, 54: 24.0, 60: 30.0}
NO_NIGHTS = {5, 28, 47}
JOINED = {17: dt.date(2026, 10, 12)}


def week(start: dt.date) -> Horizon:
    """Return the seven days from a Monday in half hours."""
    return Horizon(CLOCK, start)


RULES = read_rules_preset(week(NEXT_WEEK))


def agents(rng: np.random.Generator) -> tuple[Agent, ...]:
    """Return the 60 agents; hourly cost is drawn between 26 and 40 yuan."""
    return tuple(
        _agent(number, team, posts, rng)
        for first, last, team, posts in TEAMS
        for number in range(first, last + 1)
    )


def _agent(number: int, team: str, posts: tuple[str, ...], rng: np.random.Generator) -> Agent:
    hired = JOINED.get(number)
    return Agent(
        id=f"K{number:03d}",
        name=f"客服{number:03d}",
        team=team,
        certificates=tuple(Certificate(post, hired) for post in posts),
        contract=Contract(PART_TIME.get(number, 40.0), Decimal(int(rng.integers(26, 41)))),
        no_nights=number in NO_NIGHTS,
        overtime_consent=bool(rng.random() < 0.4),
        hired=hired,
    )


def wishes(
    people: tuple[Agent, ...], horizon: Horizon, rng: np.random.Generator
) -> tuple[Wish, ...]:
    """Return wishes of about half the agents: a day off, or a window of the day for the week."""
    windows = ((7 * 60, 17 * 60), (9 * 60, 20 * 60), (13 * 60, 24 * 60))
    found: list[Wish] = []
    for agent in people:
        draw = rng.random()
        if draw < 0.3:
            day = int(rng.integers(0, horizon.days))
            found.append(Wish(agent.id, horizon.date(day), None, 5.0))
        elif draw < 0.55:
            window = windows[int(rng.integers(0, len(windows)))]
            found.extend(Wish(agent.id, date, window, 1.0) for date in horizon.dates)
    return tuple(found)


def absences(
    people: tuple[Agent, ...], horizon: Horizon, rng: np.random.Generator
) -> tuple[Absence, ...]:
    """Return one day of leave or training for about one agent in fifteen."""
    kinds = ("年假", "病假", "培训")
    found = []
    for agent in people:
        if rng.random() < 1 / 15:
            day = int(rng.integers(0, horizon.days))
            first, last = horizon.day_starts_min[day], horizon.day_starts_min[day + 1]
            found.append(Absence(agent.id, first, last, kinds[int(rng.integers(0, len(kinds)))]))
    return tuple(found)
