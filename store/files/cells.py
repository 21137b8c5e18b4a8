"""
The kinds of cells: what a text may say, and the value it becomes.

Each is a type for a pydantic field, and the only reader of its idea: dates and times are read by
``written_times``, and a dash says what an empty cell says. Numbers are in ``number_cells``, what
only a week has in ``week_cells``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from kpi.month import Month
from scheduler.agent import Certificate
from scheduler.errors import Fault, InputError, require
from scheduler.limits import require_year
from store.files.clean import narrow
from store.files.kinds import Kind, Known, as_text, is_missing
from store.files.written_times import iso_date, iso_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scheduler.horizon import Clock

YES = frozenset({"yes", "true", "1", "y", "是"})
NO = frozenset({"no", "false", "0", "n", "否"})
LEFT = frozenset({"abandoned", "hang"})
FORMULA = re.compile(r"[=@]|[+-]\s*[A-Za-z]+\s*\(")
MONTH = re.compile(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:月|[-/.]0?1)?")


def plain(text: str) -> str:
    """Return a name; raises InputError when a spreadsheet would take it for a formula."""
    require(not FORMULA.match(text), "formula_in_name", value=text)
    return text


def names(text: str, _: Known) -> tuple[str, ...]:
    """Return the names of a cell, with ``|`` between them."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _names_or_none(text: str, known: Known) -> tuple[str, ...] | None:
    return names(text, known) or None


def _text(text: str, _: Known) -> str:
    return text


def _name(text: str, _: Known) -> str:
    require(not is_missing(text), "empty")
    return text


def _name_or_none(text: str, _: Known) -> str:
    return "" if is_missing(text) else text


def known_post(text: str, known: Known) -> str:
    """Return the name of a post there is; raises InputError for any other."""
    require(not is_missing(text), "empty")
    require(known.posts is None or text in known.posts, "unknown_post", value=text)
    return text


def _known_posts(text: str, known: Known) -> tuple[Certificate, ...]:
    """Return certificates without limit for the posts of a cell."""
    found = _posts_or_all(text, known)
    require(found is not None, "no_posts")
    return tuple(map(Certificate, found or ()))


def _posts_or_all(text: str, known: Known) -> tuple[str, ...] | None:
    """Return the posts of a cell; None where it is empty."""
    found = names(text, known)
    unknown = [name for name in found if known.posts is not None and name not in known.posts]
    if unknown:
        raise InputError(Fault("unknown_post", value=name) for name in unknown)
    return found or None


def _posts_text(certificates: tuple[Certificate, ...], _: Clock) -> str:
    return "|".join(dict.fromkeys(each.post for each in certificates))


def _joined(names: tuple[str, ...], _: Clock) -> str:
    return "|".join(names)


def _known_agent(text: str, known: Known) -> str:
    require(not is_missing(text), "empty")
    if known.agents is None:
        return plain(text)
    require(text in known.agents, "unknown_agent", value=text)
    return text


def _agent_or_nobody(text: str, known: Known) -> str:
    return "" if is_missing(text) else _known_agent(text, known)


def _known_team(text: str, known: Known) -> str:
    require(known.teams is None or text in known.teams, "unknown_team", value=text)
    return text


def _yes_no(text: str, _: Known) -> bool:
    said = narrow(text).lower()
    require(said in YES | NO or is_missing(text), "not_yes_no", value=text)
    return said in YES


def _said(value: bool, _: Clock) -> str:
    return "yes" if value else "no"


def _yes_no_or_none(text: str, known: Known) -> bool | None:
    return None if is_missing(text) else _yes_no(text, known)


def says_left(text: str) -> bool:
    """Return whether a log says that the customer left: yes, or a word for it."""
    return narrow(text).lower() in YES | LEFT


def read_date(text: str, _: Known | None = None) -> dt.date:
    """Return the date of a cell; raises InputError when it is none."""
    require(not is_missing(text), "empty")
    date = dt.date.fromisoformat(iso_date(text))
    require_year(date.year, text)
    return date


def _date_or_none(text: str, known: Known) -> dt.date | None:
    return None if is_missing(text) else read_date(text, known)


def read_moment(text: str, known: Known) -> int:
    """Return the moment a cell names, as whole minutes; raises InputError when it is none."""
    require(not is_missing(text), "empty")
    return _placed(text, known.clock.parse)


def read_second(text: str, known: Known) -> float:
    """Return the moment a cell of a log names, in seconds; raises InputError when it is none."""
    require(not is_missing(text), "empty")
    return _placed(text, known.clock.parse_second)


def second_or_none(text: str, known: Known) -> float:
    """Return the moment a cell of a log names, in seconds; NaN when it says nothing."""
    return math.nan if is_missing(text) else read_second(text, known)


def _placed(text: str, parse: Callable[[str], int]) -> int:
    """Return the moment that is parsed of a cell's ISO text; faults show the cell as it stands."""
    written = iso_time(text)
    try:
        return parse(written)
    except InputError as error:
        raise InputError(replace(fault, value=text) for fault in error.faults) from None


def moment_text(minute: int, clock: Clock) -> str:
    """Return the local time of a moment, as cells have it."""
    return clock.format(minute)


def _moment_or_none(text: str, known: Known) -> int | None:
    return None if is_missing(text) else read_moment(text, known)


def _month(text: str, _: Known) -> Month:
    found = MONTH.fullmatch(narrow(text))
    return Month.parse(text if found is None else f"{found[1]}-{found[2]:0>2}")


def choice(
    known: Mapping[str, object],
    code: str = "not_one_of",
    write: Callable[[Any, Clock], str] = as_text,
) -> Kind:
    """Return the kind of cell that names one of some; ``code`` is the fault for any other."""
    by_name = {narrow(name).lower(): value for name, value in known.items()}

    def read(text: str, _: Known) -> object:
        said = narrow(text).lower()
        require(said in by_name, code, value=text, known=", ".join(known))
        return by_name[said]

    return Kind(read, write=write, options=tuple(filter(None, known)))


def synonym(known: Mapping[str, str]) -> Kind:
    """Return the kind of cell that holds a name, or what people call it."""

    def read(text: str, _: Known) -> str:
        said = narrow(text).lower()
        return "" if is_missing(text) else known.get(said, said)

    return Kind(read)


Text = Annotated[str, Kind(_text)]
Name = Annotated[str, Kind(_name)]
KnownPost = Annotated[str, Kind(known_post)]
Certified = Annotated[tuple[Certificate, ...], Kind(_known_posts, write=_posts_text)]
Names = Annotated[tuple[str, ...], Kind(names, write=_joined)]
NamesOrNone = Annotated[tuple[str, ...] | None, Kind(_names_or_none, write=_joined)]
PostsOrAll = Annotated[tuple[str, ...] | None, Kind(_posts_or_all, write=_joined)]
KnownAgent = Annotated[str, Kind(_known_agent)]
NameOrNone = Annotated[str, Kind(_name_or_none)]
AgentOrNobody = Annotated[str, Kind(_agent_or_nobody)]
KnownTeam = Annotated[str, Kind(_known_team)]
YesNo = Annotated[bool, Kind(_yes_no, write=_said)]
YesNoOrNone = Annotated[bool | None, Kind(_yes_no_or_none, write=_said)]
Date = Annotated[dt.date, Kind(read_date, write=as_text)]
DateOrNone = Annotated[dt.date | None, Kind(_date_or_none, write=as_text)]
Moment = Annotated[int, Kind(read_moment, write=moment_text)]
MomentOrNone = Annotated[int | None, Kind(_moment_or_none, write=moment_text)]
Second = Annotated[float, Kind(read_second)]
SecondOrNone = Annotated[float, Kind(second_or_none)]
MonthCell = Annotated[Month, Kind(_month, write=as_text)]
