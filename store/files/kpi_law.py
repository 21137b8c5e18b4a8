"""What the law makes of overtime, dated, as data that ships with the product."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from kpi.pay.payout import OvertimeLaw
from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from kpi.month import Month


@lru_cache(maxsize=1)
def overtime_laws() -> tuple[OvertimeLaw, ...]:
    """Return the law in all its versions, the oldest first."""
    text = (resources.files("data") / "law" / "overtime_cn.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text, parse_float=Decimal)["law"]
    laws = [
        OvertimeLaw(**{key: _exact(value) for key, value in entry.items()}) for entry in entries
    ]
    return tuple(sorted(laws, key=lambda law: law.valid_from))


def _exact(value: Any) -> Any:  # noqa: ANN401 - a TOML value
    return Decimal(value) if isinstance(value, int) else value


def overtime_law(month: Month) -> OvertimeLaw:
    """Return the law in force on the first of a month; raises InputError when none is known."""
    known = [law for law in overtime_laws() if law.valid_from <= month.first]
    if not known:
        raise InputError(Fault("law_missing", value=str(month)))
    return known[-1]
