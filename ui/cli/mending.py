"""Commands on a roster people know: ``repair`` and ``explain``."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from scheduler.compiled import Part
from scheduler.errors import Fault, InputError
from service.roster.explaining import Explained, explain_week, explaining_report
from service.roster.mending import WORTH_HOURS, Away, Cutting, mend_roster, mending_report
from service.roster.open_intervals import open_points
from service.roster.roster_file import KIND, LENT
from service.roster.unsolvable import SECONDS
from ui.cli import endings, mending_tables, tables
from ui.cli.code_table import check_table, write_code_table
from ui.cli.endings import Ending
from ui.cli.options import RosterFile, TableFile, Week, Weeks
from ui.cli.progress import tell_preparing
from ui.cli.screen import Screen
from ui.cli.solving import Mending
from ui.cli.spelled import Ended
from ui.words.sentences import STUCK

Absent = Annotated[
    list[str] | None,
    typer.Option("--absent", metavar="AGENT=DATE[/DATE]", help="cli.option.absent"),
]
Lent = Annotated[
    list[str] | None,
    typer.Option("--lent", metavar="AGENT=TIME/TIME", help="cli.option.lent"),
]
Cut = Annotated[Cutting, typer.Option("--cut", help="cli.option.cut")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="cli.option.house_reason")]
SaveAbsences = Annotated[bool, typer.Option("--save-absences", help="cli.option.save_absences")]
From = Annotated[str, typer.Option("--from", metavar="TIME", help="cli.option.repair_from")]
Worth = Annotated[float, typer.Option("--worth", min=0, metavar="HOURS", help="cli.option.worth")]
Mended = Annotated[Path, typer.Option("--out", metavar="ROSTER", help="cli.option.roster_out")]
RosterIfAny = Annotated[Path | None, typer.Argument(metavar="[ROSTER]", help="cli.option.roster")]
Post = Annotated[str, typer.Option("--post", metavar="NAME", help="cli.option.explain_post")]
At = Annotated[str, typer.Option("--at", metavar="TIME", help="cli.option.explain_at")]
Until = Annotated[str, typer.Option("--until", metavar="TIME", help="cli.option.explain_until")]
AgentId = Annotated[str, typer.Option("--agent", metavar="ID", help="cli.option.explain_agent")]
InsteadOf = Annotated[
    str, typer.Option("--instead-of", metavar="ID", help="cli.option.explain_instead")
]
Count = Annotated[int, typer.Option("--count", min=1, help="cli.option.explain_count")]
ExplainFor = Annotated[
    float, typer.Option("--time-limit", min=0, metavar="SECONDS", help="cli.option.explain_for")
]
ABSENT_EXAMPLE = "A012=2026-12-02, A012=2026-12-02/2026-12-04"


def repair(
    screen: Screen,
    week: Week,
    roster: RosterFile,
    *,
    out: Mended,
    absent: Absent = None,
    lent: Lent = None,
    cut: Cut = Cutting.KEEP,
    reason: Reason = "",
    save_absences: SaveAbsences = False,
    weeks: Weeks = None,
    from_time: From = "",
    worth: Worth = WORTH_HOURS,
    table: TableFile = None,
    limits: Mending,
) -> Ended:
    """Mend a roster people know with as little change as pays."""
    check_table(table)
    away = _said(absent, lent)
    params = limits.params
    with limits.watched(screen) as watched:
        found = mend_roster(
            week,
            roster,
            away,
            params,
            weeks=weeks,
            from_time=from_time,
            worth_hours=worth,
            cutting=cut,
            reason=reason,
            out=out,
            save=save_absences,
            listener=watched.listener,
            stop=watched.stop,
        )
    report = mending_report(found, params)
    mending_tables.mended(screen, found, report)
    made = found.repaired.result.roster
    if made is not None and found.verdict is not None:
        write_code_table(screen, (table, week), (found.problem, made, found.verdict))
        tables.away(screen, report)
        points = open_points(found.problem, made)
        tables.open_stretches(screen, found.problem, points)
    return Ended(report, endings.of_roster(report))


def explain(
    screen: Screen,
    week: Week,
    roster: RosterIfAny = None,
    *,
    weeks: Weeks = None,
    post: Post = "",
    at: At = "",
    until: Until = "",
    agent: AgentId = "",
    instead_of: InsteadOf = "",
    absent: Absent = None,
    lent: Lent = None,
    count: Count = 3,
    seconds: ExplainFor = SECONDS,
) -> Ended:
    """Say why people are missing, who could come, and what would help."""
    tell_preparing(screen, *(() if roster else (Part.ENGINE,)))
    found = explain_week(
        week,
        roster,
        weeks=weeks,
        post=post,
        at=at,
        until=until,
        agent_id=agent,
        instead_of=instead_of,
        away=_said(absent, lent),
        count=count,
        seconds=seconds,
    )
    tables.beside(screen, found.beside)
    mending_tables.explained(screen, found)
    return Ended(explaining_report(found), _ending(found))


def _ending(found: Explained) -> Ending:
    """Return 3 where no roster can be, 1 where a minimum cannot be or is not held, else 0."""
    if any(not code.startswith(("cover", STUCK)) for code, _ in found.reasons):
        return Ending.NO_ROSTER
    is_open = any(each.stretch.missing for each in found.explanations)
    is_open |= found.why is not None and bool(found.why.found)
    return Ending.AMISS if found.reasons or is_open else Ending.DONE


def _said(absent: Sequence[str] | None, lent: Sequence[str] | None) -> tuple[Away, ...]:
    """Return who cannot come, and who is lent elsewhere."""
    return (*_away(absent or ()), *_away(lent or (), LENT))


def _away(texts: Sequence[str], kind: str = KIND) -> Iterator[Away]:
    """Yield who is away by ``AGENT=FIRST[/LAST]``; raises InputError for what is not of it."""
    for text in texts:
        agent_id, equals, when = (part.strip() for part in text.partition("="))
        first, _, last = (part.strip() for part in when.partition("/"))
        if not (agent_id and equals and first):
            details = {"example": ABSENT_EXAMPLE}
            raise InputError(Fault("pairs_unreadable", value=text, details=details))
        yield Away(agent_id, first, last or first, kind)
