"""A payout against the law: each limit with its article, and how the month stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.pay.law_checks import HeldToLaw, LawCheck, law_checks
from ui import state
from ui.parts.hr import values
from ui.parts.markup import Row, listing
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.month.months import MonthRun

SIGNS = {HeldToLaw.KEPT: "✓", HeldToLaw.BROKEN: "✕", HeldToLaw.UNKNOWN: "!", HeldToLaw.ABSENT: "–"}
NAMES_SHOWN = 5


def checks(run: MonthRun, names: Mapping[str, str]) -> None:
    """Draw how a run stands against each limit of the law."""
    st.subheader(say("law.title"), help=say("law.help"), anchor=False)
    heads = [say(f"law.{name}") for name in ("result", "limit", "how", "article")]
    with st.container(key="law"):
        listing(heads, [_row(check, names) for check in law_checks(run)], numbers=frozenset())


def _row(check: LawCheck, names: Mapping[str, str]) -> Row:
    sign = f"{SIGNS[check.held]} {say(f'law_held.{check.held}')}"
    how = say(
        f"law_how.{check.topic}.{check.held}",
        count=check.count,
        without=len(check.names),
        names=_named(check.names, names),
    )
    kind = "gone" if check.held is HeldToLaw.BROKEN else ""
    return Row((sign, say(f"law_topic.{check.topic}"), how, article(check)), kind)


def _named(ids: tuple[str, ...], names: Mapping[str, str]) -> str:
    shown = say("list.comma").join(names.get(one, one) for one in ids[:NAMES_SHOWN])
    if len(ids) <= NAMES_SHOWN:
        return shown
    return say("need.more", names=shown, count=len(ids) - NAMES_SHOWN)


def article(check: LawCheck) -> str:
    """Return the article in the reader's language."""
    return (check.article if state.lang() == "zh" else check.article_en) or values.NONE
