"""A platform's export: which of its columns is which count, remembered for the next time."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.errors import Fault, InputError, UnusualError
from service.looked import looked_at
from service.month.export_head import IN_FILE, KEYS, TIMES, ExportMapping, export_head, fitting
from service.month.kpi_exports import import_export
from service.taken import noting_rows
from ui import link, looking, state
from ui.guard import action
from ui.parts.hr.asking import posts_known
from ui.parts.hr.opened import month_title
from ui.parts.hr.uploads import DONE
from ui.parts.importing import fault_table
from ui.plain import plain
from ui.state import say, spoken
from ui.words.reading import fact_name, files_lines

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from service.month.export_head import ExportHead
    from service.month.months import Month

GUESSES = {
    "agent_id": ("客服", "客服账号", "客服昵称", "旺旺", "账号", "子账号", "姓名", "agent"),
    "date": ("日期", "统计日期", "时间", "date"),
    "post": ("岗位", "post"),
    "consulted": ("咨询人数",),
    "inquired": ("询单人数",),
    "received": ("接待人数", "接待量", "接待会话数"),
    "replied": ("回复人数", "回复会话数"),
    "ordered": ("下单人数",),
    "paid": ("付款人数", "支付人数"),
    "sales_yuan": ("销售额", "成交金额", "支付金额"),
    "refunded_yuan": ("退款金额",),
    "rated": ("评价数", "评价量"),
    "satisfied": ("满意数", "满意评价数"),
}
"""How exports usually call a column, where the name alone leaves no doubt."""
ASKED = "export.unusual"
TARGETS = (*KEYS, "message_date", *IN_FILE)


@dataclass(frozen=True, slots=True)
class AskedColumns:
    """What is asked about an export, by its id, and how its columns are mapped."""

    faults: tuple[Fault, ...]
    file_id: str
    how: ExportMapping


def upload(month: Month) -> None:
    """Ask for an export, show its columns, ask what each is, and take it in."""
    st.caption(say("exported.text"))
    file = st.file_uploader(
        say("exported.file"),
        type=["csv", "xlsx"],
        key=f"export.file.{st.session_state.get('export.round', 0)}",
        label_visibility="collapsed",
    )
    if file is None:
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            head = export_head(_written(file, folder))
    except InputError as error:
        fault_table(error)
        return
    _map(file, head, month)


def _written(file: UploadedFile, folder: str) -> Path:
    path = Path(folder) / PurePosixPath(file.name).name
    path.write_bytes(file.getvalue())
    return path


def _map(file: UploadedFile, head: ExportHead, month: Month) -> None:
    known = {one.name: one for one in fitting(link.desk(), head)}
    names = [*known, ""]
    left, middle, right, last = st.columns(4, vertical_alignment="bottom")
    chosen = left.selectbox(
        say("exported.mapping"),
        names,
        format_func=spoken(names, lambda name: name or say("exported.new_mapping")),
        key=f"export.mapping.{file.name}",
    )
    used = known.get(chosen)
    name = middle.text_input(
        say("exported.name"),
        value=chosen or PurePosixPath(file.name).stem,
        key=f"export.name.{file.name}.{chosen}",
        help=say("exported.name_help"),
    )
    fixed = _fixed(used, month, (right, last))
    told = _editor(head, used, f"export.columns.{file.name}.{chosen}")
    if st.button(
        plain(say("exported.take", count=head.rows)),
        type="primary",
        icon=":material/download_done:",
    ):
        _take(file, name.strip(), told, fixed)
    asked: AskedColumns | None = st.session_state.get(ASKED)
    if asked is not None and asked.file_id == file.file_id:
        looking.question(asked.faults, ASKED, _keep, (file, asked.how))


def _fixed(
    used: ExportMapping | None, month: Month, places: tuple[object, object]
) -> dict[str, str]:
    """Ask for what the whole file is about, where it has no column for it."""
    posts = {"": say("exported.has_column"), **posts_known()}
    post_place, date_place = places
    before = {} if used is None else used.fixed
    with post_place:  # type: ignore[attr-defined]
        post = st.selectbox(
            say("exported.post"),
            list(posts),
            index=list(posts).index(before.get("post", ""))
            if before.get("post", "") in posts
            else 0,
            format_func=spoken(posts, posts.__getitem__),
            key="export.post",
        )
    dates = ["", month.last.isoformat()]
    with date_place:  # type: ignore[attr-defined]
        date = st.selectbox(
            say("exported.date"),
            dates,
            index=1 if "date" in before else 0,
            format_func=spoken(
                dates,
                lambda day: (
                    say("exported.whole_month", month=month_title(month))
                    if day
                    else say("exported.has_column")
                ),
            ),
            key="export.date",
        )
    return {name: value for name, value in (("post", post), ("date", date)) if value}


def _editor(head: ExportHead, used: ExportMapping | None, key: str) -> pd.DataFrame:
    labels = {name: target_name(name) for name in TARGETS}
    before = {} if used is None else used.mapping
    mine: dict[str, tuple[str | None, str]] = {}
    for target, how in before.items():
        column, _, weight = how.partition(TIMES)
        mine[column] = (target, weight)
    rows = []
    for column, sample in zip(head.columns, head.samples, strict=True):
        ours, weight = mine.get(column, (None if used else _guess(column), ""))
        rows.append((column, " | ".join(sample), labels.get(ours or ""), weight or None))
    names = ("column", "sample", "ours", "weight")
    config = {name: st.column_config.TextColumn(say(f"exported.{name}")) for name in names[:2]}
    config["ours"] = st.column_config.SelectboxColumn(
        say("exported.ours"), options=list(labels.values()), width="large"
    )
    config["weight"] = st.column_config.SelectboxColumn(
        say("exported.weight"), options=list(head.columns), help=say("exported.weight_help")
    )
    return st.data_editor(
        pd.DataFrame(rows, columns=list(names)),
        hide_index=True,
        disabled=["column", "sample"],
        placeholder=say("exported.unused"),
        column_config=config,
        key=key,
    )


def target_name(name: str) -> str:
    """Return what a column of facts is called, for people; as in the file where it has no name."""
    return fact_name(name, state.lang())


def _guess(column: str) -> str | None:
    """Return what a column is by its name alone; None: it says nothing certain."""
    plain = column.strip().casefold()
    for name, words in GUESSES.items():
        if plain in words:
            return name
    return next((name for name in IN_FILE if plain in (name, target_name(name).casefold())), None)


def _mapping(told: pd.DataFrame) -> dict[str, str]:
    names = {target_name(name): name for name in TARGETS}
    found: dict[str, str] = {}
    for row in told.to_dict("records"):
        ours, weight = row["ours"], row["weight"]
        if not ours or ours not in names:
            continue
        if names[ours] in found:
            raise InputError(Fault("mapping_twice", value=ours))
        column = str(row["column"])
        found[names[ours]] = f"{column}{TIMES}{weight}" if weight and pd.notna(weight) else column
    return found


def _take(file: UploadedFile, name: str, told: pd.DataFrame, fixed: dict[str, str]) -> None:
    try:
        if not name:
            raise InputError(Fault("mapping_unnamed"))
        mapping = {one: how for one, how in _mapping(told).items() if one not in fixed}
        how = ExportMapping(name, mapping, fixed)
        try:
            with st.spinner(say("data.taking")):
                _take_in(file, how)
        except UnusualError as error:
            st.session_state[ASKED] = AskedColumns(error.faults, file.file_id, how)
            return
    except InputError as error:
        st.text(say("data.refused", file=file.name))
        fault_table(error)
        return
    st.rerun()


@action
def _keep(file: UploadedFile, how: ExportMapping) -> None:
    """Take an export in whose unusual numbers somebody has looked at."""
    with looked_at(looking.answer(ASKED)):
        _take_in(file, how)
    del st.session_state[ASKED]


def _take_in(file: UploadedFile, how: ExportMapping) -> None:
    """Take an export in, leave a sentence on it, and have the place for files empty."""
    with tempfile.TemporaryDirectory() as folder, noting_rows() as files:
        months = import_export(link.desk(), _written(file, folder), how)
    titles = say("list.comma").join(month_title(month) for month in months)
    done = say("exported.done", file=file.name, months=titles or "—", name=how.name)
    lines = files_lines(files.values(), state.lang())
    st.session_state.setdefault(DONE, []).append(" ".join((done, *lines)))
    st.session_state["export.round"] = st.session_state.get("export.round", 0) + 1
