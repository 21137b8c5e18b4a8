"""What a correction of a locked month changes, agent by agent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.pay.corrections import CorrectedRun, correction
from ui import figures, link, state
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from service.month.months import Month


def changed(month: Month, names: Mapping[str, str]) -> None:
    """Draw what the newest run changes against the locked one; nothing where it is that one."""
    found = correction(link.desk(), month)
    if found is None:
        return
    lang = state.lang()
    st.subheader(
        plain(say("correction.title", before=found.before, after=found.after)), anchor=False
    )
    told = say("correction.reason", reason=found.reason)
    if not found.differences:
        st.success(f"{plain(told)} {say('correction.same')}", icon=":material/check:")
        return
    amount = f"¥{figures.signed(found.paid, lang, 2)}"
    text = say("correction.sum", count=len(found.differences), amount=amount)
    st.warning(f"{plain(told)} {plain(text)}", icon=":material/compare_arrows:")
    _table(found, names)


def _table(found: CorrectedRun, names: Mapping[str, str]) -> None:
    rows = pd.DataFrame(
        [
            {
                "agent": names.get(one.agent_id, one.agent_id),
                "score_before": _float(one.score_before),
                "score_after": _float(one.score_after),
                "paid_before": _float(one.paid_before),
                "paid_after": _float(one.paid_after),
                "more": float(one.paid),
            }
            for one in found.differences
        ]
    )
    money = st.column_config.NumberColumn
    st.dataframe(
        rows,
        hide_index=True,
        height=min(360, 38 + 35 * len(rows)),
        key="correction.table",
        column_config={
            "agent": say("scores.agent"),
            "score_before": money(say("correction.score_before"), format="%.2f"),
            "score_after": money(say("correction.score_after"), format="%.2f"),
            "paid_before": money(say("correction.paid_before"), format="¥%,.2f"),
            "paid_after": money(say("correction.paid_after"), format="¥%,.2f"),
            "more": money(say("correction.more"), format="¥%+,.2f"),
        },
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
