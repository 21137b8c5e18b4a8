"""The demo shop: taking it in, and going through the whole main job with it."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import data
from kpi.month import Month
from kpi.scheme.scheme import PostKind
from scheduler.errors import require
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.horizon import Clock
from scheduler.problem import RosterProblem
from scheduler.simulate.params import SimulationParams
from service.access.way_in import WayIn, go_on_alone, way_in
from service.database import open_database
from service.demand import forecasting
from service.demand.staffing import staff_week
from service.desk import HOUSE, Desk, Person
from service.month import kpi_intake, kpi_plans, months
from service.month.months import MonthRun
from service.pay import pay_review
from service.records import platform_rules, quality, register_files, training_gate
from service.records.certificates import gate_preset
from service.roster import intake, publishing
from service.roster.gap import CostGap, gap_of
from service.roster.question import question_key
from service.roster.solving import SolvedWeek, solved
from service.roster.weeks import problem as problem_of_week
from service.trial.projection import Projected, projection
from service.trial.simulation import Tested, simulate_version
from store.address import default_url, file_of, shown, url_of
from store.kept import data_folder
from store.rosters import Origin, Proof

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked
    from store.database import Database

SHOP = "demo"
NAME = "演示店铺"
WEEK = "2026-W49"
MONTH = Month(2026, 10)
CLOCK = Clock("Asia/Shanghai")
NOW = dt.datetime(2026, 11, 27, 10, 0, tzinfo=CLOCK.zone)
"""The demo's today: the Friday before the week that is to be rostered."""
BY = "主管一"
APPROVES = "主管二"
KINDS = {
    "presales": PostKind.PRESALES,
    "insales": PostKind.INSALES,
    "aftersales": PostKind.AFTERSALES,
}
SCHEMES = ("T-02", "IS-1", "AS-1")
PROMOTION = (dt.date(2026, 11, 10), dt.date(2026, 11, 11))
PUBLISHED_BEFORE = dt.timedelta(days=3)


@dataclass(frozen=True, eq=False)
class DemoRun:
    """
    What the main job came to on the demo shop.

    Parameters
    ----------
    problem, answer
        Next week's question, and the engine's answer with the checker's word.
    gap
        Of the answer; None without a roster.
    chats
        Chats expected next week.
    tested
        The simulation of the roster; None without a roster.
    projected
        What the roster would lead to; empty without one.
    run
        Scores and payouts of the paid month.
    """

    problem: RosterProblem
    answer: SolvedWeek
    gap: CostGap | None
    chats: float
    tested: Tested | None
    projected: tuple[Projected, ...]
    run: MonthRun


def demo_url() -> str:
    """Return where ``paiban demo`` keeps its shop: beside the default file, apart from it."""
    there = file_of(default_url())
    folder = data_folder() if there is None else there.parent
    return url_of(str(folder / "paiban-demo.db"))


def open_demo(now: dt.datetime, *, by: str) -> None:
    """Let people into the demo's shop without signing in, unless it has an account."""
    with closing(open_database(demo_url())) as database:
        if way_in(database) is WayIn.UNDECIDED:
            go_on_alone(Desk(database, HOUSE, Person(by), now), WayIn.DEMO)


def fresh_database(url: str) -> Database:
    """Return an empty database at an SQLite URL; what lay there before is deleted."""
    require(url.startswith("sqlite:///"), "demo_needs_file", value=shown(url))
    path = url.removeprefix("sqlite:///")
    for ending in ("", "-wal", "-shm"):
        Path(path + ending).unlink(missing_ok=True)
    return open_database(url)


def load_demo(database: Database, *, by: str = BY) -> None:
    """
    Take the demo shop in: its published weeks, next week, and the paid month's files.

    Raises
    ------
    InputError
        When the database has it already.
    """
    with database.read() as unit:
        known = {shop.id for shop in unit.shops.all()}
    require(SHOP not in known, "demo_exists", value=SHOP)
    folder = Path(data.__path__[0]) / "demo"
    desk = Desk(database, SHOP, Person(by), NOW)
    for week in sorted((folder / "published").iterdir()):
        _publish(desk, week)
    intake.import_week(desk, folder / "next_week")
    for date in PROMOTION:
        day = SpecialDay(date, DayKind.PROMOTION, "11.11")
        forecasting.save_special_day(desk, day)
    _take_month_in(desk, folder / "month")
    for month in sorted((folder / "months").iterdir()):
        _take_counts_in(desk, month)
    _take_registers_in(desk, folder / "service")


def _publish(desk: Desk, folder: Path) -> None:
    start = dt.date.fromisoformat(f"{folder.name}-1")
    then = dt.datetime.combine(start - PUBLISHED_BEFORE, dt.time(17), tzinfo=CLOCK.zone)
    before = replace(desk, now=then)
    intake.import_week(before, folder, shop_name=NAME)
    roster = folder / "roster.csv"
    publishing.import_roster(before, folder.name, roster)
    publishing.publish(before, folder.name)


def _take_month_in(desk: Desk, folder: Path) -> None:
    for post, kind in KINDS.items():
        kpi_plans.set_post_kind(desk, post, kind)
    for scheme in kpi_plans.presets():
        if scheme.id in SCHEMES:
            kpi_plans.save_scheme(desk, scheme)
    for take_in, name in (
        (kpi_intake.import_attendance, "attendance.csv"),
        (kpi_intake.import_exceptions, "exceptions.csv"),
        (kpi_intake.import_chats, "chats.csv.gz"),
        (kpi_intake.import_facts, "facts.csv"),
        (kpi_plans.import_targets, "targets.csv"),
        (kpi_plans.import_pay_plans, "pay_plan.csv"),
    ):
        take_in(desk, folder / name)


def _take_counts_in(desk: Desk, folder: Path) -> None:
    """Take in what is known of a month beside the paid one: counts, and attendance if there is."""
    for take_in, name in (
        (kpi_intake.import_attendance, "attendance.csv"),
        (kpi_intake.import_facts, "facts.csv"),
        (kpi_plans.import_targets, "targets.csv"),
    ):
        if (folder / name).exists():
            take_in(desk, folder / name)


def _take_registers_in(desk: Desk, folder: Path) -> None:
    """Take in what HR keeps beside the scores; the scores' complaints stay those of the chats."""
    for post in KINDS:
        training_gate.save_gate(desk, gate_preset(post))
    for take_in, name in (
        (platform_rules.import_messages, "messages.csv.gz"),
        (register_files.import_complaints, "complaints.csv"),
        (quality.import_answers, "survey.csv"),
        (register_files.import_audits, "audits.csv"),
        (register_files.import_training, "training.csv"),
        (register_files.import_certificates, "certificates.csv"),
    ):
        take_in(desk, folder / name)


def run_demo(
    database: Database,
    params: SolveParams,
    *,
    replications: int = 30,
    tell: Callable[[str], None] = lambda _: None,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
    by: str = BY,
) -> DemoRun:
    """
    Go from volumes to next week's roster and from last month's facts to its payouts.

    Parameters
    ----------
    params
        Limits of the solve.
    replications
        Weeks simulated.
    tell
        Told the name of each step before it begins.
    listener, stop
        Told of the solve's progress, asked whether to stop it.
    """
    tell("load")
    load_demo(database, by=by)
    desk = Desk(database, SHOP, Person(by), NOW)
    tell("forecast")
    kept = forecasting.forecast_week(desk, WEEK)
    staff_week(desk, WEEK)
    tell("roster")
    problem = problem_of_week(desk, WEEK)
    answer = solved(problem, params, listener=listener, stop=stop)
    tell("simulate")
    tested, projected = _keep_and_test(desk, answer, params.seed, replications)
    tell("score")
    _close_month_before(desk)
    run = months.score(desk, MONTH)
    result = answer.result
    gap = None if result.cost is None else gap_of(problem, result.cost, result.bound)
    chats = float(np.nansum(kept.forecast.mean))
    return DemoRun(problem, answer, gap, chats, tested, projected, run)


def _close_month_before(desk: Desk) -> None:
    """Score, approve and lock the month before the paid one."""
    before, approver = MONTH.before, replace(desk, person=Person(APPROVES))
    months.score(desk, before)
    pay_review.send_to_review(desk, before)
    pay_review.approve_month(approver, before)
    pay_review.lock_month(approver, before)


def _keep_and_test(
    desk: Desk, answer: SolvedWeek, seed: int, replications: int
) -> tuple[Tested | None, tuple[Projected, ...]]:
    result = answer.result
    if result.roster is None:
        return None, ()
    proof = Proof(
        result.status,
        result.bound,
        result.seconds,
        result.ended_by_clock,
        seed,
        question_key(answer.problem),
    )
    publishing.keep_roster(
        desk,
        WEEK,
        result.roster,
        origin=Origin.SOLVED,
        proof=proof,
    )
    chance = SimulationParams(replications=replications, seed=seed, workers=2)
    tested = simulate_version(desk, WEEK, chance)
    few = SimulationParams(replications=5, seed=seed)
    return tested, projection(desk, WEEK, few)
