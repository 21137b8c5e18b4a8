"""Files of a month to hand out: scores with their lines, and the payroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.month.export_month import payroll_csv, payroll_workbook, scores_csv, scores_workbook
from service.month.slips import slips_workbook
from service.pay.pay_review import review_state
from service.shop.shops import agent_names, shop
from ui import link, pay_seen, state
from ui.month_words import month_words
from ui.parts.downloads import XLSX
from ui.slip_words import month_slips
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.month.export_month import MonthWords
    from service.month.months import MonthRun
    from service.pay.pay_review import RunState

FILES: dict[str, dict[str, Callable[[MonthRun, MonthWords], bytes]]] = {
    "scores": {"xlsx": scores_workbook, "csv": scores_csv},
    "payroll": {"xlsx": payroll_workbook, "csv": payroll_csv},
    "slips": {"xlsx": lambda run, words: slips_workbook(month_slips(run, words))},
}
MIMES = {"xlsx": XLSX, "csv": "text/csv"}


def download_menu(run: MonthRun, *what: str) -> None:
    """Draw a menu with a month's scores, payroll or slips as files; made when asked for."""
    how_far = review_state(link.desk(), run.month).state
    files = [(name, kind, write) for name in what for kind, write in FILES[name].items()]
    with st.popover(say("download.open"), icon=":material/download:"):
        for name, kind, write in files:
            st.download_button(
                say(f"hr_download.{name}_{kind}"),
                pay_seen.handed_out(run, f"{name}_{kind}", _made(run, write, how_far)),
                f"{run.month}-{name}-run{run.number}-{how_far}.{kind}",
                MIMES[kind],
                key=f"hr_download.{name}_{kind}",
                help=say(f"hr_download.{name}_help"),
                width="stretch",
                on_click="ignore",
            )


def own_slip(run: MonthRun, agent_id: str, how_far: RunState) -> None:
    """Draw the button with an agent's own slip."""
    lang, names = state.lang(), agent_names(link.desk())
    zone = shop(link.desk()).clock.zone

    def made() -> bytes:
        words = month_words(run, names, lang, state=how_far, zone=zone)
        return slips_workbook(month_slips(run, words, agent=agent_id))

    st.download_button(
        say("slip.own"),
        pay_seen.handed_out(run, "slips_xlsx", made, agent_id=agent_id),
        f"{run.month}-slip-{agent_id}.xlsx",
        XLSX,
        key="own.slip",
        icon=":material/download:",
        on_click="ignore",
    )


def _made(
    run: MonthRun, write: Callable[[MonthRun, MonthWords], bytes], how_far: RunState
) -> Callable[[], bytes]:
    lang = state.lang()
    names, zone = agent_names(link.desk()), shop(link.desk()).clock.zone
    return lambda: write(run, month_words(run, names, lang, state=how_far, zone=zone))
