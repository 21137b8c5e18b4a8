"""Commands on performance: ``kpi check``, ``kpi score``, ``kpi pay``, ``kpi explain``."""

from dataclasses import dataclass
from typing import Annotated

import typer

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from service.desk import Desk
from service.month import months
from service.month.explaining import (
    MonthTeller,
    explained_report,
    explainer,
    file_explainer,
)
from service.month.file_names import MonthFiles
from service.month.kpi_files import ScoredFiles as FilesScored
from service.month.kpi_files import score_files
from service.month.kpi_report import (
    compared_report,
    coverage_report,
    decided_report,
    month_report,
    run_report,
)
from service.month.months import Month, MonthRun
from service.month.outliers import pay_compared
from service.month.scored_anyway import Anyway
from service.pay.month_needs import NeedKind
from service.pay.month_readiness import readiness
from service.shop.shops import shop as shop_of
from ui.cli import kpi_tables
from ui.cli.acting import Acting, Looking, person, told
from ui.cli.endings import Ending
from ui.cli.kpi_files import PayOptions, ScoreOptions
from ui.cli.looking import kept_anyway, looking_at
from ui.cli.options import KeepAnyway, MonthText
from ui.cli.persons import note_looked
from ui.cli.screen import Screen
from ui.cli.spelled import Ended, Report
from ui.words.needs import need_sentence

Who = Annotated[str, typer.Argument(metavar="AGENT", help="cli.option.agent")]


@dataclass(frozen=True, slots=True)
class ScoreAnyway:
    """Whom to score of whom too little is known."""

    reason: Annotated[
        str | None,
        typer.Option("--score-anyway", metavar="REASON", help="cli.option.score_anyway"),
    ] = None
    whom: Annotated[
        list[str] | None,
        typer.Option("--score-anyway-for", metavar="AGENT", help="cli.option.score_anyway_for"),
    ] = None

    @property
    def asked(self) -> Anyway | None:
        """Return what is asked for; None: nothing. Whoever names people needs a reason."""
        if self.reason is None and not self.whom:
            return None
        return Anyway(self.reason or "", tuple(self.whom or ()))


def check(
    screen: Screen,
    *,
    month: MonthText = "",
    keep_anyway: KeepAnyway = None,
    at: Looking,
    files: ScoreOptions,
) -> Ended:
    """Say which lines would not be scored, for whom and why; nothing is kept."""
    if files.given.is_named:
        with looking_at(screen, keep_anyway):
            found = score_files(files.given, Month.parse(month) if month else None)
        report: Report = {"month": str(found.month)} | coverage_report(found.scores)
        kpi_tables.coverage(screen, report)
    else:
        wanted = Month.parse(month)
        with at.desk() as desk:
            scores = months.check(desk, wanted)
        report = {"month": str(wanted)} | coverage_report(scores)
        kpi_tables.coverage(screen, report)
        report = told(screen, desk, report)
    all_scored = all(one["scored"] for one in report["below"])
    return Ended(report) if all_scored else Ended(report, Ending.AMISS)


def score(
    screen: Screen,
    *,
    month: MonthText = "",
    keep_anyway: KeepAnyway = None,
    anyway: ScoreAnyway,
    at: Acting,
    files: ScoreOptions,
) -> Report:
    """Score a month, from files or from the database."""
    with looking_at(screen, keep_anyway) as look:
        found = _scored(screen, files.given, month, at, pay=False, anyway=anyway.asked)
    return found | kept_anyway(look)


def pay(
    screen: Screen,
    *,
    month: MonthText = "",
    keep_anyway: KeepAnyway = None,
    anyway: ScoreAnyway,
    at: Acting,
    files: PayOptions,
) -> Report:
    """Score and pay a month, from files or from the database."""
    given = files.given
    if given.is_named and given.pay_plan is None:
        raise InputError(Fault("missing_file", "pay_plan.csv"))
    with looking_at(screen, keep_anyway) as look:
        found = _scored(screen, given, month, at, pay=True, anyway=anyway.asked)
    return found | kept_anyway(look)


def explain(
    screen: Screen,
    agent: Who,
    *,
    month: MonthText = "",
    keep_anyway: KeepAnyway = None,
    at: Looking,
    files: PayOptions,
) -> Report:
    """Explain an agent's score and bonus, from files or as the database holds them."""
    given = files.given
    if given.is_named:
        with looking_at(screen, keep_anyway):
            scored = score_files(given, Month.parse(month) if month else None)
        return _explained(screen, agent, _report(scored, given), file_explainer(scored))
    with at.desk() as desk:
        run = kept_run(desk, month)
        report = run_report(run, shop_of(desk).clock)
        note_looked(screen, desk, run.month, "kpi explain", agent_id=agent)
    return told(screen, desk, _explained(screen, agent, report, explainer(run)))


def _explained(screen: Screen, agent: str, report: Report, how: MonthTeller) -> Report:
    explained = how.of(agent)
    found = kpi_tables.of_agent(report, agent)
    kpi_tables.explanation(screen, found, explained)
    return found | {"explained": explained_report(explained)}


def _scored(
    screen: Screen,
    files: MonthFiles,
    month: str,
    at: Acting,
    *,
    pay: bool,
    anyway: Anyway | None,
) -> Report:
    """Score (and pay) a month: of the files where any is named, else of the shop."""
    show = kpi_tables.payouts if pay else kpi_tables.scores
    if files.is_named:
        at.stand_aside()
        found = of_files(files, month, anyway=anyway, by=at.by)
        show(screen, found)
        return found
    wanted = Month.parse(month)
    with at.desk() as desk:
        run = months.score(desk, wanted, pay=pay, anyway=anyway)
        found = run_report(run, shop_of(desk).clock)
        if pay:
            found |= {"compared": compared_report(pay_compared(desk, run))}
        for need in readiness(desk, wanted).needs:
            if need.kind is NeedKind.ATTENDANCE_DAYS:
                screen.note(need_sentence(need, screen.lang))
    show(screen, found)
    return told(screen, desk, found)


def of_files(
    files: MonthFiles, month: str, *, anyway: Anyway | None = None, by: str | None = None
) -> Report:
    """Return the scores and payouts that files lead to; without a month, of their only one."""
    found = score_files(files, Month.parse(month) if month else None, anyway=anyway)
    return _report(found, files, by)


def _report(found: FilesScored, files: MonthFiles, by: str | None = None) -> Report:
    clock, decided = Clock(files.timezone), found.anyway
    beside = {} if found.compared is None else {"compared": compared_report(found.compared)}
    return beside | month_report(
        found.month,
        found.scores,
        found.payouts,
        found.schemes.values(),
        in_doubt=found.in_doubt,
        left_out=found.left_out,
        outside=found.outside,
        attended=found.attended,
        has_cards=found.has_cards,
        anyway=[] if decided is None else [decided_report(decided, person(by).name, clock)],
        clock=clock,
    )


def kept_run(desk: Desk, month: str) -> MonthRun:
    """Return a month's newest run; raises InputError when it was never scored."""
    run = months.month_run(desk, Month.parse(month))
    if run is None:
        raise InputError(Fault("month_not_scored", value=month))
    return run
