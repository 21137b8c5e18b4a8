"""
How a field of a data class stands in documents and forms: said once, beside the field.

::

    @dataclass(frozen=True, slots=True)
    class PostChange:
        min_stint_min: Annotated[int, Key("min_stint_minutes"), Asked("posts", 30, 480)] = 60
        max_per_shift: Annotated[int, Asked("posts", 1, 3)] = 2

A field without a ``Key`` stands under its own name. One without a default must be in the document;
one with a default may be left out, and is written only where it differs, unless its key says
otherwise. ``store.files.codec`` reads and writes documents by these marks, forms are drawn by them.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from scheduler.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class WrittenIn(StrEnum):
    """In what a value is written, where that is not what the class keeps."""

    OWN = "own"
    """As the class keeps it."""
    HOURS = "hours"
    """Whole minutes, written as hours."""
    CLOCK = "clock"
    """Minutes after midnight, written as ``HH:MM``."""
    WEEK = "week"
    """Spans by weekday, Monday first, written as a table of weekdays."""


class Cell(StrEnum):
    """What a text in a table's cell stands for, where the type of the field does not say it."""

    OWN = "own"
    """What the type says."""
    NAME = "name"
    """A name that must be there; any."""
    AGENT = "agent"
    AGENT_OR_NOBODY = "agent_or_nobody"
    POST = "post"
    POSTS = "posts"
    POSTS_OR_ALL = "posts_or_all"
    """Posts there are, or every post: empty text."""
    TEAM = "team"
    SHIFT_KIND = "shift_kind"
    SHIFT_KIND_OR_OFF = "shift_kind_or_off"
    """A kind of shift, or a day off: empty text."""
    MOMENT = "moment"
    """Whole minutes, written as date and clock time of the site."""
    WEEK_DATE = "week_date"
    """A date of the week."""
    FACTOR = "factor"
    """A factor or a share, which may be written in percent."""
    WISH = "wish"
    """A window, a kind of shift, or a day off: several fields in one cell."""
    LENGTHS = "lengths"
    """Hours of one length of a shift, or of several."""
    CONTRACTS = "contracts"
    """Lowest and highest contract hours, or several such pairs."""
    MONEY = "money"
    """Yuan, whole fen."""


class Sign(StrEnum):
    """Which numbers a field may hold; the value is the fault of any other."""

    ANY = ""
    NOT_NEGATIVE = "negative"
    POSITIVE = "not_positive"


@dataclass(frozen=True, slots=True)
class Key:
    """
    How a field stands in a document.

    Parameters
    ----------
    name
        Its key, with dots where it stands in a table (``shifts.shape``); empty: the field's name.
    unit, sign
        In what it is written, and which numbers it may hold.
    cell
        What a cell of a table holds for it.
    is_needed
        Whether it must be in the document; None: where the class has no default. A list that need
        not be there, and has no default, is empty without.
    usual
        What holds where it is left out and the class has no default; ``...``: nothing.
    is_kept
        Whether it is written even where it equals the default.
    kept_with
        A field: where that one holds anything, this one is written even where it is the default.
    after
        The field behind which it is written; empty: in the order of the class.
    is_flat
        Whether the keys of the data class it holds stand among the others.
    is_shared
        Whether other fields have the same key: what stands there has each as an attribute.
    is_apart
        Whether it stands elsewhere: in another document, or as the name of the table.
    fault
        Code of what is told of a name that is none of an enumeration's.
    """

    name: str = ""
    unit: WrittenIn = WrittenIn.OWN
    sign: Sign = Sign.ANY
    cell: Cell = Cell.OWN
    is_needed: bool | None = None
    usual: object = ...
    is_kept: bool = False
    kept_with: str = ""
    after: str = ""
    is_flat: bool = False
    is_shared: bool = False
    is_apart: bool = False
    fault: str = "not_one_of"


@dataclass(frozen=True, slots=True)
class Asked:
    """
    How a field stands in a form.

    Parameters
    ----------
    group
        Under which heading; empty: the form has a place of its own for it.
    least, most
        What can be filled in, in the unit in which it is written.
    step
        By how much it is changed at a time; None: half an hour, or 1.
    row
        Place under the heading, of those that are not to stand in the order of their classes.
    is_rare
        Whether few need it: it is folded away.
    rule
        Name of the breach of the rule it is a limit of, by which the form tells what the law says;
        empty: it is no limit.
    """

    group: str = ""
    least: float = 0.0
    most: float = 1000.0
    step: float | None = None
    row: int = 0
    is_rare: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """
    That no form asks for a field.

    Parameters
    ----------
    why
        Why that is no gap.
    """

    why: str


@dataclass(frozen=True, slots=True)
class Plausible:
    """
    Which numbers of a field nobody is asked about; others are kept once a person says why.

    0 says that there is none and is never asked about.

    Parameters
    ----------
    low, high
        The least and the most, in the unit the class keeps.
    since
        A field from which it is measured, such as the beginning of a stretch; empty: it counts
        itself.
    within
        A field that it does not exceed where that is above 0; empty: there is none.
    """

    low: float
    high: float
    since: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Keyed:
    """
    A field with its marks.

    Parameters
    ----------
    name
        In the class.
    key
        Its key, named.
    form
        Its type, without marks.
    asked
        How forms ask for it; None: nothing is said.
    usual
        What holds where it is left out; ``MISSING``: it must not be.
    plausible
        Beyond which numbers somebody is asked; None: any is taken.
    """

    name: str
    key: Key
    form: Any
    asked: Asked | NotAsked | None
    usual: object
    plausible: Plausible | None = None

    @property
    def table(self) -> tuple[str, ...]:
        """Return the tables in which the key stands."""
        return tuple(self.key.name.split(".")[:-1])

    @property
    def last(self) -> str:
        """Return the key inside its table."""
        return self.key.name.rpartition(".")[2]


def keyed(kind: type) -> tuple[Keyed, ...]:
    """Return what a data class is made from with its marks, in the order in which it stands."""
    form: Any = kind  # a class counts as hashable only so
    return _marked(form)


@lru_cache(maxsize=512)
def _marked(kind: type[Any]) -> tuple[Keyed, ...]:
    hints = get_type_hints(kind, include_extras=True)
    found = {each.name: _keyed(each, hints[each.name]) for each in fields(kind) if each.init}

    def from_here(name: str) -> list[Keyed]:
        behind = [each.name for each in found.values() if each.key.after == name]
        return [found[name], *(one for each in behind for one in from_here(each))]

    heads = [each.name for each in found.values() if not each.key.after]
    return tuple(one for name in heads for one in from_here(name))


def _keyed(field: Any, hint: object) -> Keyed:  # noqa: ANN401 - dataclasses.Field of anything
    form, *marks = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    key = next((mark for mark in marks if isinstance(mark, Key)), Key())
    asked = next((mark for mark in marks if isinstance(mark, Asked | NotAsked)), None)
    plausible = next((mark for mark in marks if isinstance(mark, Plausible)), None)
    default = field.default
    if field.default_factory is not MISSING:
        default = field.default_factory()
    usual = MISSING if key.is_needed else default
    if key.is_needed is False and default is MISSING:
        usual = ()
    if key.usual is not ...:
        usual = key.usual
    named = replace(key, name=key.name or field.name)
    return Keyed(field.name, named, form, asked, usual, plausible)


def check_signs(value: object, check: Callable[..., None]) -> None:
    """Check, inside ``gathering``, that the numbers of a data class have the signs they may."""
    for each in keyed(type(value)):
        number = getattr(value, each.name)
        if each.key.sign is Sign.ANY or number is None:
            continue
        good = number > 0 if each.key.sign is Sign.POSITIVE else number >= 0
        check(good, each.key.sign.value, column=each.last, value=number)


def unusual(value: object) -> Iterator[Fault]:
    """Yield a question for each number of a data class, or of several, that is not plausible."""
    if isinstance(value, tuple):
        for each in value:
            yield from unusual(each)
        return
    form: Any = type(value)  # a class counts as hashable only so
    for each in _questioned(form):
        if each.key.is_flat:
            yield from unusual(getattr(value, each.name))
            continue
        number = getattr(value, each.name)
        bounds = each.plausible
        if number is None or bounds is None:
            continue
        measured = number - getattr(value, bounds.since) if bounds.since else number
        told = partial(Fault, column=each.last, value=str(measured))
        if measured and not bounds.low <= float(measured) <= bounds.high:
            code = "unusual_length" if bounds.since else "unusual_value"
            yield told(code, details={"low": bounds.low, "high": bounds.high})
        whole = getattr(value, bounds.within) if bounds.within else 0
        if 0 < whole < number:
            yield told("unusual_above", details={"whole": bounds.within, "limit": whole})


@lru_cache(maxsize=512)
def _questioned(kind: type[Any]) -> tuple[Keyed, ...]:
    if not is_dataclass(kind):
        return ()
    return tuple(each for each in keyed(kind) if each.plausible or each.key.is_flat)
