"""What the law makes of overtime and of leave, dated, as data that ships with the product."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from kpi.facts.leave_days import LeaveKind
from kpi.pay.leave import LeastOf, LeaveLaw, leave_laws_in, leave_names
from kpi.pay.payout import OvertimeLaw
from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from kpi.month import Month


@lru_cache(maxsize=1)
def overtime_laws() -> tuple[OvertimeLaw, ...]:
    """Return the law in all its versions, the oldest first."""
    entries = _read("overtime_cn.toml")["law"]
    laws = [
        OvertimeLaw(**{key: _exact(value) for key, value in entry.items()}) for entry in entries
    ]
    return tuple(sorted(laws, key=lambda law: law.valid_from))


@lru_cache(maxsize=1)
def leave_laws() -> tuple[LeaveLaw, ...]:
    """Return what the law makes of each kind of leave, in all its versions."""
    return tuple(_leave(entry) for entry in _read("leave_cn.toml")["leave"])


def _leave(entry: dict[str, Any]) -> LeaveLaw:
    told = {"kind": LeaveKind(entry["kind"]), "of": LeastOf(entry["of"])}
    names = tuple(entry["names"])
    return LeaveLaw(**entry | told | {"least": Decimal(entry["least"]), "names": names})


def leave_law_in(month: Month) -> tuple[LeaveLaw, ...]:
    """Return what the law makes of each kind of leave in a month."""
    return leave_laws_in(leave_laws(), month)


@lru_cache(maxsize=1)
def absence_kinds() -> dict[str, LeaveKind]:
    """Return the kind of leave that each name of an absence stands for."""
    return leave_names(leave_laws())


def _read(name: str) -> dict[str, Any]:
    text = (resources.files("data") / "law" / name).read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _exact(value: Any) -> Any:  # noqa: ANN401 - a TOML value
    return Decimal(value) if isinstance(value, int) else value


def overtime_law(month: Month) -> OvertimeLaw:
    """Return the law in force on the first of a month; raises InputError when none is known."""
    known = [law for law in overtime_laws() if law.valid_from <= month.first]
    if not known:
        raise InputError(Fault("law_missing", value=str(month)))
    return known[-1]
