"""The files that were taken in: a list to look at, from which they are withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.history.volumes import history_files
from service.month.imports import FileImport, imports, withdraw_imports
from service.shop.shops import shop
from ui import figures, import_words, link, state
from ui.parts.register import Act, Column, Register, draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.month import Month
    from scheduler.horizon import Clock
    from service.desk import Desk
    from service.month.imports import FileHeld


def imported(month: Month) -> None:
    """Draw the files that were taken in, those of a month first, with what each held."""
    sorts = {"month": lambda one: _counts(one) and one.is_about(month)} | SORTS
    columns = _columns(shop(link.desk()).clock)
    draw(Register("imports", columns, (WITHDRAW,), sorts=sorts), imports(link.desk()))


def of_history() -> None:
    """Draw the files that the history came from, from which they are withdrawn."""
    columns = _columns(shop(link.desk()).clock)
    left_out = {"number", "months", "people"}
    shown = tuple(column for column in columns if column.word not in left_out)
    draw(Register("imports", shown, (WITHDRAW,), sorts=SORTS), history_files(link.desk()))


def _counts(one: FileImport) -> bool:
    return one.withdrawn is None


def _withdraw(desk: Desk, chosen: Sequence[FileImport]) -> None:
    withdraw_imports(desk, [one.id for one in chosen])


def _people(held: FileHeld) -> int | None:
    return held.people or None


def _columns(clock: Clock) -> tuple[Column[FileImport], ...]:
    lang = state.lang()
    return (
        Column("number", lambda one: one.id, width="small"),
        Column("file", lambda one: one.file),
        Column("kind", lambda one: import_words.kind_word(one.kind, lang)),
        Column("months", lambda one: import_words.months_word(one.held, lang)),
        Column("at", lambda one: figures.stamp(one.entered.at, clock, lang)),
        Column("by", lambda one: one.entered.by),
        Column("rows", lambda one: one.held.rows),
        Column("people", lambda one: _people(one.held)),
        Column("sums", lambda one: import_words.sums_word(one.held, lang)),
        Column("state", lambda one: import_words.state_word(one, clock, lang)),
    )


WITHDRAW = Act("withdraw", _withdraw, ":material/undo:", can=_counts)
SORTS: dict[str, Callable[[FileImport], bool]] = {
    "all": lambda _one: True,
    "withdrawn": lambda one: not _counts(one),
}
