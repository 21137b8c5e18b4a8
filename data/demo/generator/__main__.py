"""
``python -m data.demo.generator``: make the demo shop anew, about five minutes on two cores.

``--service-only`` makes the folders ``service`` and ``months`` anew, from the chats and rosters
that are there, in a minute.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.demo.generator import (
    complaints,
    demand,
    floor,
    messages,
    other_months,
    pay,
    registers,
    shop,
)
from data.demo.generator.outcomes import hands, outcomes
from data.demo.generator.streams import Streams
from kpi.facts.chats import assigned_in_turn
from scheduler.demand import Volumes
from scheduler.errors import SolverError
from scheduler.forecast.calendar import DayKind, SpecialDay, public_days
from scheduler.forecast.model import forecast
from scheduler.roster import Roster
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.staffing.requirement import requirement
from scheduler.verify.checker import verify
from service.history.chat_months import chosen
from store.files.audit_sheet import audit_preset
from store.files.audits_file import write_audits
from store.files.chat_log import ChatLog, read_chat_log, write_chat_log
from store.files.kpi_facts import write_facts
from store.files.kpi_tables import ATTENDANCE, COMPLAINTS, EXCEPTIONS, PAY_PLANS, write_targets
from store.files.messages_file import write_messages
from store.files.quality_file import survey_preset, write_answer_rows
from store.files.training_file import CERTIFICATES, RESULTS, gate_preset
from store.files.week import Week, write_roster, write_week

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from scheduler.chats import ChatRecords
    from scheduler.horizon import Horizon

HERE = Path(__file__).resolve().parents[1]
SEED = 20261130
WORK = 12_000
WEEKS_BACK = 4  # of history with each week: a month's nights, and whose turn the late shifts are
PROMOTIONS = tuple(
    SpecialDay(demand.PROMOTION_START + dt.timedelta(days=day), DayKind.PROMOTION, "11.11")
    for day in range(2)
)


def main() -> None:
    """Write next week's folder, the published weeks and the paid month."""
    parser = argparse.ArgumentParser(prog="data.demo.generator", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--service-only", action="store_true", help="only service and months")
    given = parser.parse_args()
    if given.service_only:
        streams = Streams(given.seed)
        _service(streams, given.out)
        other_months.write(_volumes(streams), streams, given.out)
        return
    for folder in ("next_week", "published", "month"):
        shutil.rmtree(given.out / folder, ignore_errors=True)
    streams = Streams(given.seed)
    volumes = _volumes(streams)
    weeks = _published(volumes, streams, given.out / "published")
    _next_week(volumes, _past(weeks), streams, given.out / "next_week")
    _month(volumes, weeks, streams, given.out / "month")
    _service(streams, given.out)
    other_months.write(volumes, streams, given.out)


def _volumes(streams: Streams) -> Volumes:
    starts = (shop.FIRST_WEEK + dt.timedelta(weeks=n) for n in range(shop.HISTORY_WEEKS))
    return demand.volumes(tuple(shop.week(start) for start in starts), streams(1))


def _week(horizon: Horizon, past: Roster, streams: Streams) -> Week:
    people = shop.agents(streams(2))
    chance = streams(3, horizon.start.toordinal())
    return Week(
        horizon,
        shop.POSTS,
        people,
        shop.RULES,
        absences=shop.absences(people, horizon, chance),
        wishes=shop.wishes(people, horizon, chance),
        history=past.shifts,
    )


def _published(volumes: Volumes, streams: Streams, out: Path) -> list[tuple[Week, Roster]]:
    """Forecast, staff and solve week after week, each looking back at the one before."""
    found: list[tuple[Week, Roster]] = []
    for start in shop.ROSTER_WEEKS:
        week = _week(shop.week(start), _past(found), streams)
        days = public_days("CN", shop.FIRST_WEEK, start + dt.timedelta(days=6)).days
        expected = forecast(
            _before(volumes, week.horizon), week.horizon, special_days=(*days, *PROMOTIONS)
        )
        week = replace(week, forecast=expected, requirement=requirement(expected, week.posts))
        roster = _solved(week)
        folder = out / week.horizon.iso_week
        write_week(week, folder)
        write_roster(roster, folder / "roster.csv", shop.CLOCK)
        found.append((week, roster))
    return found


def _past(weeks: list[tuple[Week, Roster]]) -> Roster:
    """Return the shifts of the last weeks."""
    return Roster(tuple(each for _, roster in weeks[-WEEKS_BACK:] for each in roster.shifts))


def _before(volumes: Volumes, horizon: Horizon) -> Volumes:
    kept = volumes.start_min < horizon.start_min
    return Volumes(
        volumes.clock,
        volumes.interval_min,
        volumes.posts,
        volumes.start_min[kept],
        volumes.counts[:, kept],
    )


def _solved(week: Week) -> Roster:
    problem = week.problem()
    result = solve(problem, SolveParams(seed=1, time_limit_s=None, work_limit=WORK))
    if result.roster is None or not verify(problem, result.roster).is_clean:
        raise SolverError(f"no clean roster for {week.horizon.iso_week}: {result.status}")
    print(
        f"{week.horizon.iso_week} cost {result.cost:.0f} bound {result.bound:.0f}", file=sys.stderr
    )
    return result.roster


def _next_week(volumes: Volumes, past: Roster, streams: Streams, out: Path) -> None:
    write_week(replace(_week(shop.week(shop.NEXT_WEEK), past, streams), volumes=volumes), out)


def _month(volumes: Volumes, weeks: list[tuple[Week, Roster]], streams: Streams, out: Path) -> None:
    """Write what happened in the weeks that touch the paid month."""
    touched = [(w, r) for w, r in weeks if w.horizon.start <= pay.MONTH.last]
    shifts = tuple(shift for _, roster in touched for shift in roster.shifts)
    there = floor.presences(shifts, streams(4))
    away = floor.interruptions(shifts, there)
    records = floor.simulated(volumes, touched, there, away, streams)
    chance = streams(6)
    hand = hands(len(records.agents), chance)
    drawn = outcomes(records, assigned_in_turn(records, shifts), chance, hand)
    out.mkdir(parents=True)
    write_chat_log(ChatLog(records, drawn), out / "chats.csv.gz", shop.CLOCK)
    ATTENDANCE.write(there, out / "attendance.csv", shop.CLOCK)
    EXCEPTIONS.write(away, out / "exceptions.csv", shop.CLOCK)
    write_facts(pay.quality(shifts, streams(7)), out / "facts.csv")
    write_targets(pay.targets(), out / "targets.csv")
    PAY_PLANS.write(pay.pay_plans(shop.agents(streams(2)), streams(8)), out / "pay_plan.csv")


def _service(streams: Streams, out: Path) -> None:
    """Write what HR keeps beside the scores, of the chats that were written before."""
    log = read_chat_log(out / "month" / "chats.csv.gz", shop.CLOCK)
    records, came = chosen(log.records, log.outcomes, _in_paid_month(log.records))
    people = shop.agents(streams(2))
    folder = out / "service"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    written = messages.messages(records, came.assigned, streams(9))
    write_messages(written, folder / "messages.csv.gz", shop.CLOCK)
    found = complaints.complaints(records, came, pay.MONTH.first, streams(10))
    COMPLAINTS.write(found, folder / "complaints.csv", shop.CLOCK)
    write_answer_rows(registers.survey_rows(survey_preset(), streams(11)), folder / "survey.csv")
    write_audits(registers.audits(audit_preset(), streams(12)), folder / "audits.csv")
    gates = {post.id: gate_preset(post.id) for post in shop.POSTS}
    RESULTS.write(registers.training(gates), folder / "training.csv")
    CERTIFICATES.write(registers.certificates(people, streams(13)), folder / "certificates.csv")


def _in_paid_month(records: ChatRecords) -> npt.NDArray[np.bool_]:
    first_s = shop.CLOCK.at(pay.MONTH.first) * 60
    after_s = shop.CLOCK.at(pay.MONTH.last + dt.timedelta(days=1)) * 60
    inside: npt.NDArray[np.bool_] = (records.arrived_s >= first_s) & (records.arrived_s < after_s)
    return inside


if __name__ == "__main__":
    main()
