"""Who bore how many nights, weekends, peaks and lates, beside what would be fair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from service.roster.burdens import burdens
from ui import figures, link, state
from ui.parts.markup import empty
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from service.roster.burdens import BurdenRow

PARTS = ("past", "ahead", "share", "above")


def table(label: str) -> None:
    """Draw everybody's nights, weekends, peaks and lates over the quarter and in a week."""
    found = burdens(link.desk(), label)
    if found is None:
        empty(say("burden.none"), say("burden.none_text"))
        return
    st.caption(plain(say("burden.help", days=found.days_known)))
    only = st.toggle(say("burden.only_above"), key="burden.only")
    rows = [row for row in found.rows if not only or any(row.above)]
    if not rows:
        st.success(say("burden.nobody_above"), icon=":material/check_circle:")
        return
    names = [say("burden.agent"), say("burden.team")]
    heads = [
        f"{say(f'burden.{kind}')} · {say(f'burden.{part}')}"
        for kind in found.counted
        for part in PARTS
    ]
    frame = pd.DataFrame([_cells(row, found.counted) for row in rows], columns=[*names, *heads])
    config = {head: st.column_config.NumberColumn(format="%g") for head in heads}
    st.dataframe(frame, hide_index=True, column_config=config)
    above = sum(sum(row.above) for row in found.rows)
    st.caption(plain(say("burden.above_sum", count=figures.number(above, state.lang(), 0))))


def _cells(row: BurdenRow, counted: tuple[str, ...]) -> list[str | float]:
    cells: list[str | float] = [
        row.agent_id if row.name in {"", row.agent_id} else f"{row.agent_id} {row.name}",
        row.team,
    ]
    fair = row.fair
    for name in counted:
        past, ahead, share, above = (
            getattr(part, name) for part in (fair.past, row.ahead, fair.share, row.above)
        )
        cells += [past, ahead, round(share, 1), above]
    return cells
