"""
The kinds of cells: what a text may say, and the value it becomes.

Each kind is a type for a pydantic field, and the only reader of its idea: numbers are read by
``numerals``, dates and times by ``written_times``, and a dash says what an empty cell says. A
reader raises InputError, as all of the project does; ``rows.read_rows`` turns pydantic's own
findings and these into faults with a place. Kinds that only a week has are in ``week_cells``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from kpi.month import Month
from scheduler.errors import Fault, InputError, require
from scheduler.horizon import Clock, Horizon
from scheduler.limits import require_year
from store.files.clean import narrow
from store.files.numerals import number_of, without_currency
from store.files.written_times import iso_date, iso_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

YES = frozenset({"yes", "true", "1", "y", "是"})
NO = frozenset({"no", "false", "0", "n", "否"})
MISSING = frozenset({"", "-", "--", "—", "——", "–", "－"})
"""What a cell says that nothing is known, besides being empty."""
FORMULA = re.compile(r"[=@]|[+-]\s*[A-Za-z]+\s*\(")
MONTH = re.compile(r"([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:月|[-/.]0?1)?")
FAULTS = "faults"  # pydantic's error type for those that readers raise
FEN = 100


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

    @classmethod
    def of(
        cls,
        clock: Clock,
        *,
        posts: Iterable[str] | None = None,
        agents: Iterable[str] | None = None,
    ) -> Known:
        """Return what is known outside a week."""
        return cls(
            clock,
            posts=None if posts is None else frozenset(posts),
            agents=None if agents is None else frozenset(agents),
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of cell, as a mark of a field's type.

    Parameters
    ----------
    read
        Its reader, from a cell's text and what is known.
    is_number
        Whether it holds numbers, whose commas are judged by the whole column.
    """

    read: Callable[[str, Known], object]
    is_number: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:  # noqa: ANN401 - pydantic's
        """Return pydantic's schema of a field that is read so."""
        return BeforeValidator(self._validated).__get_pydantic_core_schema__(source, handler)

    def _validated(self, text: str, info: ValidationInfo) -> object:
        try:
            return self.read(text, info.context)
        except InputError as error:
            raise PydanticCustomError(FAULTS, FAULTS, {FAULTS: error.faults}) from None


def is_missing(text: str) -> bool:
    """Return whether a cell says nothing."""
    return text in MISSING


def plain(text: str) -> str:
    """Return a name; raises InputError when a spreadsheet would take it for a formula."""
    require(not FORMULA.match(text), "formula_in_name", value=text)
    return text


def names(text: str, _: Known) -> tuple[str, ...]:
    """Return the names of a cell, with ``|`` between them."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _text(text: str, _: Known) -> str:
    return text


def _name(text: str, _: Known) -> str:
    require(not is_missing(text), "empty")
    return text


def known_post(text: str, known: Known) -> str:
    """Return the name of a post there is; raises InputError for any other."""
    require(not is_missing(text), "empty")
    require(known.posts is None or text in known.posts, "unknown_post", value=text)
    return text


def _known_posts(text: str, known: Known) -> tuple[str, ...]:
    found = names(text, known)
    require(len(found) > 0, "no_posts")
    unknown = [name for name in found if known.posts is not None and name not in known.posts]
    if unknown:
        raise InputError(Fault("unknown_post", value=name) for name in unknown)
    return found


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


def _decimal(text: str, _: Known) -> Decimal:
    require(not is_missing(text), "empty")
    return number_of(text)


def _number(text: str, known: Known) -> float:
    number = float(_decimal(text, known))
    require(math.isfinite(number), "not_number", value=text)
    return number


def _number_or_none(text: str, known: Known) -> float | None:
    return None if is_missing(text) else _number(text, known)


def _number_or_unknown(text: str, known: Known) -> float:
    return math.nan if is_missing(text) else _number(text, known)


def _ratio(text: str, known: Known) -> float:
    above, slash, below = text.partition("/")
    divisor = _number(below.strip(), known) if slash else 1.0
    require(divisor != 0, "not_number", value=text)
    return _number(above.strip(), known) / divisor


def _whole(text: str, known: Known) -> int:
    number = _number(text, known)
    require(number.is_integer(), "not_whole", value=text)
    require(number >= 0, "negative", value=text)
    return int(number)


def _count(text: str, known: Known) -> float:
    number = _number(text, known)
    require(number >= 0, "negative", value=text)
    return number


def _count_or_unknown(text: str, known: Known) -> float:
    return math.nan if is_missing(text) else _count(text, known)


def _money(text: str, known: Known) -> Decimal:
    require(not is_missing(text), "empty")
    shown = without_currency(narrow(text))
    try:
        amount = _decimal(shown, known)
    except InputError as error:
        raise InputError(replace(fault, value=text) for fault in error.faults) from None
    require(amount == round(amount, 2), "not_whole_fen", value=text)
    return amount


def _money_or_none(text: str, known: Known) -> Decimal | None:
    return None if is_missing(text) else _money(text, known)


def _fen_or_unknown(text: str, known: Known) -> float:
    if is_missing(text):
        return math.nan
    amount = _money(text, known)
    require(amount >= 0, "negative", value=text)
    return float(amount * FEN)


def _yes_no(text: str, _: Known) -> bool:
    said = narrow(text).lower()
    require(said in YES | NO or is_missing(text), "not_yes_no", value=text)
    return said in YES


def _yes_no_or_none(text: str, known: Known) -> bool | None:
    return None if is_missing(text) else _yes_no(text, known)


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
    written = iso_time(text)
    require_year(int(written[:4]), text)
    try:
        return known.clock.parse(written)
    except InputError as error:
        raise InputError(replace(fault, value=text) for fault in error.faults) from None


def _moment_or_none(text: str, known: Known) -> int | None:
    return None if is_missing(text) else read_moment(text, known)


def _month(text: str, _: Known) -> Month:
    found = MONTH.fullmatch(narrow(text))
    return Month.parse(text if found is None else f"{found[1]}-{found[2]:0>2}")


def choice(known: Mapping[str, object], code: str = "not_one_of") -> Any:  # noqa: ANN401 - an annotation
    """Return the kind of cell that names one of some; ``code`` is the fault for any other."""
    by_name = {narrow(name).lower(): value for name, value in known.items()}

    def read(text: str, _: Known) -> object:
        said = narrow(text).lower()
        require(said in by_name, code, value=text, known=", ".join(known))
        return by_name[said]

    return Annotated[Any, Kind(read)]


Text = Annotated[str, Kind(_text)]
Name = Annotated[str, Kind(_name)]
KnownPost = Annotated[str, Kind(known_post)]
KnownPosts = Annotated[tuple[str, ...], Kind(_known_posts)]
Names = Annotated[tuple[str, ...], Kind(names)]
KnownAgent = Annotated[str, Kind(_known_agent)]
AgentOrNobody = Annotated[str, Kind(_agent_or_nobody)]
KnownTeam = Annotated[str, Kind(_known_team)]
Exact = Annotated[Decimal, Kind(_decimal, is_number=True)]
Number = Annotated[float, Kind(_number, is_number=True)]
NumberOrNone = Annotated[float | None, Kind(_number_or_none, is_number=True)]
NumberOrUnknown = Annotated[float, Kind(_number_or_unknown, is_number=True)]
Ratio = Annotated[float, Kind(_ratio, is_number=True)]
Whole = Annotated[int, Kind(_whole, is_number=True)]
Count = Annotated[float, Kind(_count, is_number=True)]
CountOrUnknown = Annotated[float, Kind(_count_or_unknown, is_number=True)]
Money = Annotated[Decimal, Kind(_money, is_number=True)]
MoneyOrNone = Annotated[Decimal | None, Kind(_money_or_none, is_number=True)]
FenOrUnknown = Annotated[float, Kind(_fen_or_unknown, is_number=True)]
YesNo = Annotated[bool, Kind(_yes_no)]
YesNoOrNone = Annotated[bool | None, Kind(_yes_no_or_none)]
Date = Annotated[dt.date, Kind(read_date)]
DateOrNone = Annotated[dt.date | None, Kind(_date_or_none)]
Moment = Annotated[int, Kind(read_moment)]
MomentOrNone = Annotated[int | None, Kind(_moment_or_none)]
MonthCell = Annotated[Month, Kind(_month)]
