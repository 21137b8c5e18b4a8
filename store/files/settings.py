"""Documents as typed settings, with every fault at its key."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StrictStr,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from scheduler.errors import Fault, InputError, require
from scheduler.horizon import ClockSpan, parse_clock
from store.files.clean import cleaned, narrow
from store.files.kinds import FAULTS
from store.files.numerals import share_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from store.files.document import Document, Path
    from store.files.fault_log import FaultLog

WRONG_TYPES = {
    "int": "not_whole",
    "float": "not_number",
    "finite": "not_number",
    "string": "not_text",
    "tuple": "not_list",
    "model": "not_table",
    "dict": "not_table",
    "bool": "not_yes_no",
}


class Settings(BaseModel):
    """A table of a document; unknown keys are faults, since a misspelt rule would not hold."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, arbitrary_types_allowed=True
    )


Set = TypeVar("Set", bound=Settings)


def setting(parse: Callable[[object], object]) -> BeforeValidator:
    """Return the validator of a kind of value, from a function that raises InputError."""

    def validate(value: object) -> object:
        try:
            return parse(value)
        except InputError as error:
            raise PydanticCustomError(FAULTS, FAULTS, {FAULTS: error.faults}) from None

    return BeforeValidator(validate)


def read_settings(
    document: Document,
    model: type[Set],
    log: FaultLog,
    *,
    inside: Path = (),
    without: Collection[str] = (),
) -> Set | None:
    """
    Return the settings of a document, or of a table inside it; None when faults were noted.

    Parameters
    ----------
    document, model, log
        Where from, what, and where faults go.
    inside
        The table.
    without
        Keys of it that are read apart.
    """
    values: Any = document.values
    for part in inside:
        if isinstance(values, dict) and part not in values:
            log.add([at_key(document, inside, Fault("missing_key"))])
            return None
        values = values[part]
    if isinstance(values, dict):
        values = {name: value for name, value in values.items() if name not in without}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for finding in error.errors(include_url=False):
            path = (*inside, *finding["loc"])
            for fault in _faults(finding):
                log.add([at_key(document, path, fault)])
        return None


def at_fault(document: Document, path: Path, fault: Fault) -> Fault:
    """Return a fault of what was made of settings at a path, at the key inside that it names."""
    return at_key(document, _path_of(document, path, fault.column), fault)


def _path_of(document: Document, path: Path, column: str | None) -> Path:
    """Return the path of the key that a fault names, somewhere inside ``path``."""
    if column is None:
        return path
    inside = (key for key in document.lines if key[: len(path)] == path and key[-1] == column)
    return next(inside, (*path, column))


def at_key(document: Document, path: Path, fault: Fault) -> Fault:
    """Return a fault at a document's key."""
    return Fault(
        fault.code,
        document.file,
        line=document.line(path),
        column=dotted(path),
        value=fault.value,
        details=fault.details,
    )


def dotted(path: Path) -> str:
    """Return a key as people write it, list entries counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


def _faults(finding: Mapping[str, Any]) -> Iterator[Fault]:
    """Return the faults of one of pydantic's findings."""
    kind = finding["type"]
    if kind == FAULTS:
        yield from finding["ctx"][FAULTS]
    elif kind == "missing":
        yield Fault("missing_key")
    elif kind == "extra_forbidden":
        yield Fault("unknown_key")
    else:
        code = WRONG_TYPES.get(kind.partition("_")[0], "not_pair")
        yield Fault(code, value=str(finding["input"]))


def _decimal(value: object) -> Decimal:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    require(is_number, "not_number", value=value)
    number = Decimal(str(value))
    require(number.is_finite(), "not_number", value=value)
    return number


def _factor(value: object) -> Decimal:
    """Return a factor or share; of a text in percent, such as a worksheet has, what it means."""
    if isinstance(value, str) and narrow(value).endswith("%"):
        return share_of(value)
    return _decimal(value)


def _hours(value: object) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6
    require(is_number, "not_number", value=value)
    assert isinstance(value, int | float)
    minutes = value * 60
    require(value >= 0, "negative", value=value)
    require(abs(minutes - round(minutes)) < 1e-6, "not_whole_minutes", value=value)
    return round(minutes)


def _hours_of_work(value: object) -> int:
    minutes = _hours(value)
    require(minutes > 0, "not_positive", value=value)
    return minutes


def _lengths(value: object) -> int | tuple[int, ...]:
    """Return the minutes of one number of hours, or of a list of them."""
    if not isinstance(value, list):
        return _hours_of_work(value)
    require(len(value) > 0, "empty")
    return tuple(_hours_of_work(each) for each in value)


def _contracts(value: object) -> object:
    """Return the lowest and highest contract hours, or several such pairs."""
    if isinstance(value, list) and value and all(isinstance(each, list) for each in value):
        return tuple(_contract(each) for each in value)
    return _contract(value)


def _contract(value: object) -> tuple[float, float]:
    require(isinstance(value, list), "not_list", value=value)
    assert isinstance(value, list)
    require(len(value) == 2, "not_pair", value=value)
    low, high = map(_decimal, value)
    return float(low), float(high)


def _clock(value: object) -> int:
    require(isinstance(value, str), "not_text", value=value)
    assert isinstance(value, str)
    return parse_clock(value)


def _window(value: object) -> ClockSpan:
    require(isinstance(value, str), "not_text", value=value)
    assert isinstance(value, str)
    return ClockSpan.parse(value)


def _windows(value: object) -> tuple[ClockSpan, ...]:
    """Return the spans of a list of windows, or of a text with ``|`` between them."""
    parts = value.split("|") if isinstance(value, str) else value
    require(isinstance(parts, list), "not_list", value=value)
    assert isinstance(parts, list)
    return tuple(_window(part) for part in parts if part != "")


Factor = Annotated[Decimal, setting(_factor)]
Numeral = Annotated[Decimal, setting(_decimal)]
Hours = Annotated[int, setting(_hours)]
HoursOfWork = Annotated[int, setting(_hours_of_work)]
Lengths = Annotated[int | tuple[int, ...], setting(_lengths)]
Contracts = Annotated[tuple[float, float] | tuple[tuple[float, float], ...], setting(_contracts)]
ClockTime = Annotated[int, setting(_clock)]
Window = Annotated[ClockSpan, setting(_window)]
Windows = Annotated[tuple[ClockSpan, ...], setting(_windows)]
Text = Annotated[StrictStr, AfterValidator(cleaned)]
