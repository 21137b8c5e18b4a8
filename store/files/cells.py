"""
The kinds of cells: what a text may say, and the value it becomes.

Each kind is a type for a pydantic field. A parser raises InputError, as all of the project does;
``rows.read_rows`` turns pydantic's own findings and these into faults with a place.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from scheduler.errors import Fault, InputError, require
from scheduler.horizon import Clock, ClockSpan, Horizon
from scheduler.shift import Sitting, Span, Stint
from scheduler.shift_kind import NIGHT, WEEKEND

if TYPE_CHECKING:
    from collections.abc import Callable

DATE_AND_TIME = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+(\d{1,2}:\d{2}.*))?")
YES = frozenset({"yes", "true", "1", "y", "是"})
NO = frozenset({"no", "false", "0", "n", "否"})
NOT = "not "
FORMULA = re.compile(r"[=@]|[+-]\s*[A-Za-z]+\s*\(")
FAULTS = "faults"  # pydantic's error type for those that parsers raise


@dataclass(frozen=True, slots=True)
class Known:
    """
    What is known when a cell is read; a name or date is checked against it.

    Parameters
    ----------
    clock
        The site's wall clock.
    horizon, posts, agents, teams, kinds
        None: not known (their own file is faulty), so nothing is checked against it.
    """

    clock: Clock
    horizon: Horizon | None = None
    posts: frozenset[str] | None = None
    agents: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    kinds: frozenset[str] | None = None


class WishedText(NamedTuple):
    """What the text of a wish says: a window, a kind of shift or against one; nothing: day off."""

    window: tuple[int, int] | None = None
    kind: str = ""
    is_against: bool = False


def kind(parse: Callable[[str, Known], object]) -> BeforeValidator:
    """Return the validator of a kind of cell, from a function of its text and what is known."""

    def validate(value: str, info: ValidationInfo) -> object:
        try:
            return parse(value, info.context)
        except InputError as error:
            raise PydanticCustomError(FAULTS, FAULTS, {FAULTS: error.faults}) from None

    return BeforeValidator(validate)


def plain(text: str) -> str:
    """Return a name; raises InputError when a spreadsheet would take it for a formula."""
    require(not FORMULA.match(text), "formula_in_name", value=text)
    return text


def _name(text: str, _: Known) -> str:
    require(bool(text), "empty")
    return text


def _names(text: str, _: Known) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _known_post(text: str, known: Known) -> str:
    require(bool(text), "empty")
    require(known.posts is None or text in known.posts, "unknown_post", value=text)
    return text


def _known_posts(text: str, known: Known) -> tuple[str, ...]:
    names = _names(text, known)
    require(len(names) > 0, "no_posts")
    unknown = [name for name in names if known.posts is not None and name not in known.posts]
    if unknown:
        raise InputError(Fault("unknown_post", value=name) for name in unknown)
    return names


def _known_agent(text: str, known: Known) -> str:
    require(bool(text), "empty")
    if known.agents is None:
        return plain(text)
    require(text in known.agents, "unknown_agent", value=text)
    return text


def _known_team(text: str, known: Known) -> str:
    require(known.teams is None or text in known.teams, "unknown_team", value=text)
    return text


def _known_kind(text: str, known: Known) -> str:
    require(bool(text), "empty")
    there = known.kinds is None or text in {NIGHT, WEEKEND, *known.kinds}
    require(there, "unknown_kind", value=text)
    return text


def _whole(text: str, known: Known) -> int:
    number = _number(text, known)
    require(number.is_integer(), "not_whole", value=text)
    require(number >= 0, "negative", value=text)
    return int(number)


def _number(text: str, _: Known) -> float:
    require(bool(text), "empty")
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    require(math.isfinite(number) and "_" not in text, "not_number", value=text)
    return number


def _count(text: str, known: Known) -> float:
    number = _number(text, known)
    require(number >= 0, "negative", value=text)
    return number


def _count_or_unknown(text: str, known: Known) -> float:
    return _count(text, known) if text else math.nan


def _money(text: str, _: Known) -> Decimal:
    require(bool(text), "empty")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("nan")
    require(amount.is_finite() and "_" not in text, "not_number", value=text)
    return amount


def _money_or_none(text: str, known: Known) -> Decimal | None:
    return _money(text, known) if text else None


def _yes_no(text: str, _: Known) -> bool:
    require(text.lower() in YES | NO | {""}, "not_yes_no", value=text)
    return text.lower() in YES


def _date(text: str, _: Known) -> dt.date:
    return parse_date(text)


def parse_date(text: str) -> dt.date:
    """Return the date of a cell; raises InputError when it is none."""
    require(bool(text), "empty")
    try:
        return dt.date.fromisoformat(_iso(text))
    except ValueError:
        raise InputError(Fault("date_unreadable", value=text)) from None


def _date_or_none(text: str, known: Known) -> dt.date | None:
    return _date(text, known) if text else None


def _wish_date(text: str, known: Known) -> dt.date:
    date = _date(text, known)
    week = known.horizon
    if week is not None and not 0 <= week.day(date) < week.days:
        raise InputError(Fault("date_outside", value=text, details=_first_last(week)))
    return date


def _moment(text: str, known: Known) -> int:
    require(bool(text), "empty")
    return known.clock.parse(_iso(text))


def _moment_or_none(text: str, known: Known) -> int | None:
    return None if text in {"", "-"} else _moment(text, known)


def _past_moment(text: str, known: Known) -> int:
    minute = _moment(text, known)
    week = known.horizon
    good = week is None or minute < week.start_min
    require(good, "history_not_before", value=text, week_start=week and week.start)
    return minute


def _week_moment(text: str, known: Known) -> int:
    minute = _moment(text, known)
    week = known.horizon
    if week is not None and minute not in week:
        raise InputError(Fault("date_outside", value=text, details=_first_last(week)))
    return minute


def _interval_start(text: str, known: Known) -> int:
    minute = _week_moment(text, known)
    _require_on_grid(minute, text, known)
    return minute


def _past_interval_start(text: str, known: Known) -> int:
    minute = _moment(text, known)
    _require_on_grid(minute, text, known)
    return minute


def _require_on_grid(minute: int, text: str, known: Known) -> None:
    if known.horizon is not None:
        step = known.horizon.interval_min
        good = known.clock.clock_of(minute) % step == 0
        require(good, "off_grid", value=text, interval_min=step)


def _stretch(text: str, known: Known) -> Span:
    start, slash, end = text.partition("/")
    require(slash == "/", "stretch_unreadable", value=text)
    first, last = _moment(start.strip(), known), _moment(end.strip(), known)
    require(first < last, "ends_before_start", value=text)
    return Span(first, last)


def _stretch_or_none(text: str, known: Known) -> Span | None:
    return _stretch(text, known) if text else None


def _stretches(text: str, known: Known) -> tuple[Span, ...]:
    return tuple(_stretch(part, known) for part in _names(text, known))


def _sittings(text: str, known: Known) -> tuple[Sitting, ...]:
    return tuple(_sitting(part, known) for part in _names(text, known))


def _sitting(text: str, known: Known) -> Sitting:
    session, at, span = text.partition("@")
    require(bool(session.strip() and at), "sitting_unreadable", value=text)
    return Sitting(_stretch(span, known), session.strip())


def _stints(text: str, known: Known) -> tuple[Stint, ...]:
    return tuple(_stint(part, known) for part in _names(text, known))


def _stint(text: str, known: Known) -> Stint:
    post, at, span = text.rpartition("@")
    require(bool(post.strip() and at), "stint_unreadable", value=text)
    return Stint(_stretch(span, known), _known_post(post.strip(), known))


def _wish(text: str, known: Known) -> WishedText:
    require(bool(text), "empty")
    if text.lower() == "off":
        return WishedText()
    is_against = text.lower().startswith(NOT)
    name = text[len(NOT) :].strip() if is_against else text
    if is_against or (":" not in text and known.kinds):
        return WishedText(None, _known_kind(name, known), is_against)
    span = ClockSpan.parse(text)
    require(span.start_clock < span.end_clock, "window_order", value=text)
    return WishedText((span.start_clock, span.end_clock))


def _iso(text: str) -> str:
    """Return an ISO date or time of one as spreadsheets show it, such as ``2026/11/30 8:00``."""
    found = DATE_AND_TIME.fullmatch(text.strip())
    if found is None:
        return text
    year, _, month, day, time = found.groups()
    date = f"{year}-{month:0>2}-{day:0>2}"
    return date if time is None else f"{date}T{time if time[1] != ':' else '0' + time}"


def _first_last(week: Horizon) -> dict[str, object]:
    return {"first": week.start, "last": week.date(week.days - 1)}


Name = Annotated[str, kind(_name)]
KnownPost = Annotated[str, kind(_known_post)]
KnownPosts = Annotated[tuple[str, ...], kind(_known_posts)]
KnownAgent = Annotated[str, kind(_known_agent)]
Number = Annotated[float, kind(_number)]
Count = Annotated[float, kind(_count)]
CountOrUnknown = Annotated[float, kind(_count_or_unknown)]
Money = Annotated[Decimal, kind(_money)]
MoneyOrNone = Annotated[Decimal | None, kind(_money_or_none)]
YesNo = Annotated[bool, kind(_yes_no)]
Date = Annotated[dt.date, kind(_date)]
DateOrNone = Annotated[dt.date | None, kind(_date_or_none)]
WishDate = Annotated[dt.date, kind(_wish_date)]
Wished = Annotated[WishedText, kind(_wish)]
Moment = Annotated[int, kind(_moment)]
MomentOrNone = Annotated[int | None, kind(_moment_or_none)]
PastMoment = Annotated[int, kind(_past_moment)]
WeekMoment = Annotated[int, kind(_week_moment)]
IntervalStart = Annotated[int, kind(_interval_start)]
PastIntervalStart = Annotated[int, kind(_past_interval_start)]
Stretch = Annotated[Span | None, kind(_stretch_or_none)]
Stretches = Annotated[tuple[Span, ...], kind(_stretches)]
Sittings = Annotated[tuple[Sitting, ...], kind(_sittings)]
Stints = Annotated[tuple[Stint, ...], kind(_stints)]
KnownTeam = Annotated[str, kind(_known_team)]
KnownKind = Annotated[str, kind(_known_kind)]
Whole = Annotated[int, kind(_whole)]
YesNoOrNone = Annotated[bool | None, kind(_yes_no)]
