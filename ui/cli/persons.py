"""Commands on the data of people who left, and on who looked at pay: the group ``persons``."""

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.errors import StoreError
from service.database import Database
from service.month.months import Month
from service.persons import erasing, retention, tidying
from service.persons import looks as service
from service.persons.retention import KeptFor, KeptTopic
from service.shop.shops import shop as shop_of
from ui import figures
from ui.cli.acting import Acting, By, Db, Looking, Shop, told
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.person_words import part_name
from ui.words.catalogue import t
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from service.desk import Desk
    from service.persons.erasing import ErasePreview
    from service.persons.tidying import PersonsDue

Whom = Annotated[str, typer.Argument(metavar="AGENT", help="cli.option.erase_whom")]
Whose = Annotated[str, typer.Argument(metavar="AGENT", help="cli.option.looks_whom")]
Topic = Annotated[KeptTopic | None, typer.Argument(metavar="TOPIC", help="cli.option.keep_topic")]
Months = Annotated[int, typer.Argument(metavar="MONTHS", help="cli.option.keep_months")]
Yes = Annotated[bool, typer.Option("--yes", help="cli.option.erase_yes")]
Rows = list[tuple[object, ...]]


def list_people(screen: Screen, *, at: Looking) -> Report:
    """List people who left, those past their time, and those erased."""
    with at.desk() as desk:
        found = tidying.due(desk)
    heads = ("agent", "person_state", "left", "code", "name_until")
    rows = _people(found, screen.lang)
    if rows:
        screen.table([f"cli.head.{name}" for name in heads], rows)
    else:
        screen.say("cli.persons_none")
    people = [{name: str(cell) for name, cell in zip(heads, row, strict=True)} for row in rows]
    return told(screen, desk, {"shop": at.shop, "people": people})


def erase(screen: Screen, agent: Whom, *, yes: Yes = False, at: Acting) -> Report:
    """Erase the data of somebody who left, or show what that would do."""
    with at.desk() as desk:
        if yes:
            person = erasing.erase(desk, agent)
            until = person.name_until
            screen.say("cli.person_erased", agent=agent, code=person.code, until=until)
            report: Report = {"agent": agent, "code": person.code, "name_until": str(until)}
            return told(screen, desk, report)
        found = erasing.preview(desk, agent)
    screen.table(["cli.head.of_what", "cli.head.rows", "cli.head.becomes"], _parts(found, screen))
    for fault in found.faults:
        screen.say("cli.persons_not_yet", why=fault_sentence(fault, screen.lang))
    screen.say("cli.persons_preview")
    counts = {"goes": found.goes, "kept": found.kept, "stays": found.stays}
    codes = [fault.code for fault in found.faults]
    return told(screen, desk, {"agent": agent, **counts, "not_yet": codes})


def tidy(
    screen: Screen, *, yes: Yes = False, shop: Shop = "main", by: By = None, url: Db = None
) -> Report:
    """Remove what is past its time, or list it."""
    with Acting(shop, by, None, url).desk() as desk:
        found = tidying.due(desk)
        if not yes:
            counts = {"erased": len(found.ready), "names": len(found.names), "looks": found.looks}
            screen.say("cli.persons_due" if found.is_any else "cli.persons_nothing_due", **counts)
            return told(screen, desk, {"shop": shop, "due": counts})
        gone = tidying.tidy(desk)
    went = {"erased": len(gone.erased), "names": len(gone.names), "looks": gone.looks}
    screen.say("cli.persons_tidied", **went)
    return told(screen, desk, {"shop": shop, "gone": went})


def keep(screen: Screen, topic: Topic = None, months: Months = 0, *, at: Acting) -> Report:
    """List how long data is kept, or keep something longer."""
    with at.desk() as desk:
        if topic is not None:
            retention.save_term(desk, KeptFor(topic, months))
        found = retention.terms(desk)
    heads = ("of_what", "months_law", "months_own", "since", "article")
    rows: Rows = [
        (
            screen.word(f"kept_topic.{name}"),
            *(one.law.months, one.months),
            screen.word(f"kept_since.{one.law.since}"),
            one.law.article if screen.lang == "zh" else one.law.article_en,
        )
        for name, one in found.items()
    ]
    screen.table([f"cli.head.{name}" for name in heads], rows)
    return told(screen, desk, {"months": {str(name): one.months for name, one in found.items()}})


def looks(screen: Screen, agent: Whose = "", *, at: Looking) -> Report:
    """List who looked at pay and scores."""
    with at.desk() as desk:
        found = service.looks_at(desk, agent) if agent else service.looks(desk)
        clock = shop_of(desk).clock
    rows: Rows = [
        (
            figures.stamp(one.looked.at, clock, screen.lang),
            one.looked.by,
            one.agent_id or screen.word("look.everybody"),
            str(one.month),
            screen.word(f"look_what.{one.what}"),
            one.place,
        )
        for one in found
    ]
    if rows:
        heads = ("at", "by", "whose", "month", "of_what", "where")
        screen.table([f"cli.head.{name}" for name in heads], rows)
    else:
        screen.say("cli.looks_none")
    kept = [
        {"agent": one.agent_id, "month": str(one.month), "what": one.what, "place": one.place}
        | {"by": one.looked.by, "at": one.looked.at.isoformat()}
        for one in found
    ]
    return told(screen, desk, {"shop": at.shop, "looks": kept})


def note_looked(
    screen: Screen, desk: "Desk", month: Month, command: str, *, agent_id: str = ""
) -> None:
    """
    Keep that a command showed pay of a month, everybody's or one person's.

    The command itself only reads; where nothing can be written, as beside a copy that is read only,
    it says that the look is not kept.
    """
    told = {"what": service.PAY, "place": f"command:{command}", "agent_id": agent_id}
    visit = f"{desk.now:%Y-%m-%dT%H:%M:%S}"
    try:
        with closing(Database(desk.database.url)) as database:
            service.note_look(replace(desk, database=database), month, visit=visit, **told)
    except StoreError:
        screen.note(screen.word("cli.look_not_kept"))


def _people(found: "PersonsDue", lang: str) -> Rows:
    past = {one.agent_id: one for one in found.past}
    rows: Rows = []
    for one in found.leavers:
        late = past.get(one.agent_id)
        state = "undated" if one.left is None else "left"
        if late is not None:
            state = "held" if late.faults else "past"
        rows.append((one.agent_id, t(f"person_state.{state}", lang), one.left or "", "", ""))
    for gone in found.erased:
        state = "erased" if gone.ended_at is None else "ended"
        said = t(f"person_state.{state}", lang)
        rows.append((gone.agent_id, said, "", gone.code, gone.name_until))
    return rows


def _parts(found: "ErasePreview", screen: Screen) -> Rows:
    told = (("goes", found.goes), ("kept", found.kept), ("stays", found.stays))
    return [
        (part_name(name, screen.lang), rows, screen.word(f"erase_part.{kind}", until=until))
        for kind, held in told
        for until in (found.name_until,)
        for name, rows in held.items()
    ]
