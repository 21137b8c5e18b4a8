"""
What a template of each table the program takes has: its columns in the reader's language.

Heads are names the readers know (``data/columns``), what a cell may hold is told by its kind, so a
filled-in template needs no mapping; two rows of examples are data beside the names.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from scheduler.errors import Fault, InputError
from store.files import cells, number_cells, week_cells
from store.files.every_table import TABLES
from store.files.heads import FOLDER, head_names
from store.files.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic.fields import FieldInfo

EXAMPLES = "_examples"
COMMON = "common"
NATIVE = "zh"
YES_NO = {NATIVE: ("是", "否"), "en": ("yes", "no")}


class CellForm(StrEnum):
    """What a cell of a template holds, as people are told."""

    TEXT = "text"
    AGENT = "agent"
    NOBODY = "nobody"
    POST = "post"
    POSTS = "posts"
    NAMES = "names"
    DATE = "date"
    MOMENT = "moment"
    MONTH = "month"
    MONEY = "money"
    NUMBER = "number"
    WHOLE = "whole"
    FACTOR = "factor"
    HOURS = "hours"
    YES_NO = "yes_no"
    CHOICE = "choice"
    STRETCH = "stretch"
    STRETCHES = "stretches"
    SITTINGS = "sittings"
    STINTS = "stints"


SPOKEN_OF: Mapping[CellForm, tuple[Any, ...]] = {
    CellForm.AGENT: (cells.KnownAgent,),
    CellForm.NOBODY: (cells.AgentOrNobody,),
    CellForm.POST: (cells.KnownPost,),
    CellForm.POSTS: (cells.Certified,),
    CellForm.NAMES: (cells.Names, cells.NamesOrNone),
    CellForm.DATE: (cells.Date, cells.DateOrNone),
    CellForm.MOMENT: (cells.Moment, cells.MomentOrNone),
    CellForm.MONTH: (cells.MonthCell,),
    CellForm.MONEY: (number_cells.Money, number_cells.MoneyOrNone),
    CellForm.WHOLE: (number_cells.Whole, number_cells.WholeOrNone),
    CellForm.FACTOR: (number_cells.Factor, number_cells.FactorOrNone),
    CellForm.HOURS: (week_cells.HoursCell, week_cells.HoursOrNone),
    CellForm.YES_NO: (cells.YesNo, cells.YesNoOrNone),
    CellForm.STRETCH: (week_cells.Stretch,),
    CellForm.STRETCHES: (week_cells.Stretches,),
    CellForm.SITTINGS: (week_cells.Sittings,),
    CellForm.STINTS: (week_cells.Stints,),
}
FORMS = {get_args(one)[1]: form for form, kinds in SPOKEN_OF.items() for one in kinds}
UNITS = (("cost", "money"), ("hour", "hours"), ("_h", "hours"))
"""Parts of a column's name, of numbers whose kind says no unit, and the unit."""


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """
    A column of a template.

    Parameters
    ----------
    ours
        Our name.
    head
        Its head in the language, without unit and mark.
    form
        What its cells hold.
    unit
        Name of the unit of its numbers; empty: none.
    is_needed
        Whether the table must have it.
    options
        What its cells may say; empty: anything of its form.
    examples
        Its cells in two rows.
    also
        Other heads by which it is known, most usual first.
    """

    ours: str
    head: str
    form: CellForm
    unit: str
    is_needed: bool
    options: tuple[str, ...]
    examples: tuple[str, ...]
    also: tuple[str, ...]


def template_kinds() -> tuple[str, ...]:
    """Return the tables there are templates of."""
    return tuple(TABLES)


def template_columns(kind: str, lang: str, posts: Sequence[str] = ()) -> tuple[TemplateColumn, ...]:
    """
    Return the columns of a kind of table, those that must be there first.

    Parameters
    ----------
    kind
        A table of ``template_kinds``.
    lang
        ``zh`` or ``en``.
    posts
        Of the shop, for the choices of columns of posts; empty: none is known.

    Raises
    ------
    InputError
        When there is no such table.
    """
    if kind not in TABLES:
        known = ", ".join(TABLES)
        raise InputError(Fault("template_unknown", value=kind, details={"known": known}))
    fields = TABLES[kind].model_fields
    shown = sorted(fields, key=lambda ours: not fields[ours].is_required())
    return tuple(_column(kind, ours, fields[ours], lang, posts) for ours in shown)


def _column(
    kind: str, ours: str, field: FieldInfo, lang: str, posts: Sequence[str]
) -> TemplateColumn:
    mark = next(each for each in field.metadata if isinstance(each, Kind))
    form = _form(ours, mark)
    options = _options(form, mark, lang, posts)
    names = head_names(kind).names.get(ours, ())
    spoken = [name for name in names if name.isascii() is not (lang == NATIVE)] or [ours]
    unit = "money" if form is CellForm.MONEY else "hours" if form is CellForm.HOURS else ""
    if form in {CellForm.NUMBER, CellForm.WHOLE}:
        unit = next((unit for part, unit in UNITS if part in ours), "")
    return TemplateColumn(
        ours,
        spoken[0] if lang == NATIVE else spoken[0][:1].upper() + spoken[0][1:],
        form,
        unit,
        field.is_required(),
        options,
        _examples(kind, ours, lang) or _first(options, field),
        tuple(spoken[1:]),
    )


def _form(ours: str, mark: Kind) -> CellForm:
    if mark.options:
        return CellForm.CHOICE
    if ours == "post" and mark not in FORMS:
        return CellForm.POST  # of volumes: any name
    return FORMS.get(mark, CellForm.NUMBER if mark.is_number else CellForm.TEXT)


def _options(form: CellForm, mark: Kind, lang: str, posts: Sequence[str]) -> tuple[str, ...]:
    """Return what cells may say, in the language where there are words of it."""
    if form is CellForm.YES_NO:
        return YES_NO[lang]
    if form in {CellForm.POST, CellForm.POSTS}:
        return tuple(posts)
    spoken = tuple(one for one in mark.options if one.isascii() is not (lang == NATIVE))
    return spoken or mark.options


def _examples(kind: str, ours: str, lang: str) -> tuple[str, ...]:
    told = _told()
    found = told.get(kind, {}).get(ours) or told[COMMON].get(ours) or ()
    return tuple(found[lang] if isinstance(found, dict) else found)


def _first(options: Sequence[str], field: FieldInfo) -> tuple[str, str]:
    """Return the first two choices, of a column that may be left out nothing."""
    if not options or not field.is_required():
        return "", ""
    return options[0], options[1 % len(options)]


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{EXAMPLES}.toml").read_text(encoding="utf-8"))
