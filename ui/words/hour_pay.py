"""What the pay of an hour was made from, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

BASE = "hour_base_"


def made_of(rests_on: Mapping[str, Decimal], lang: str) -> str:
    """Return how the pay of an hour came about; empty: nothing is said of it."""
    named = [name for name in rests_on if name.startswith(BASE)]
    if not named:
        return ""
    text = t(
        "hour_pay.made",
        lang,
        base=t(f"hour_base.{named[0].removeprefix(BASE)}", lang),
        yuan=figures.money(rests_on[named[0]], lang),
        days=f"{rests_on['days_a_month']:f}",
        hours=f"{rests_on['hours_a_day']:f}",
    )
    if "months_known" in rests_on:
        text += t("hour_pay.months", lang, count=f"{rests_on['months_known']:f}")
    if "least_hour_wage" in rests_on:
        least = figures.money(rests_on["least_hour_wage"], lang)
        text += t("hour_pay.least", lang, yuan=least)
    return text
