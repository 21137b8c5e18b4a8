"""Exports of platforms into facts, by a mapping of columns that is remembered by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.shop.importing import ImportKind, keep_facts, taking_in
from store.files.kpi_export import mapping_of, read_export
from store.files.kpi_facts import write_facts

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.month import Month
    from service.desk import Desk
    from store.writing import Writing

__all__ = ["mapping_of"]


@dataclass(frozen=True, slots=True)
class ExportMapping:
    """
    A mapping of an export's columns.

    Parameters
    ----------
    name
        Of the export, such as ``pdd``.
    mapping
        Column of ``facts.csv`` -> column of the export, or ``rate * weight``.
    fixed
        What ``post`` or ``date`` is for all rows.
    """

    name: str
    mapping: dict[str, str]
    fixed: dict[str, str]


def convert_export(path: Path, how: ExportMapping, out: Path) -> int:
    """Write an export as ``facts.csv`` and return how many rows it has; without a database."""
    facts = read_export(path, how.mapping, fixed=how.fixed)
    write_facts(facts, out)
    return len(facts)


def import_export(desk: Desk, path: Path, how: ExportMapping) -> tuple[Month, ...]:
    """
    Take in an export and remember its mapping; read again, a file replaces itself.

    Raises
    ------
    InputError
        With every fault, an agent who is not on the staff list among them; nothing is kept then.
    """
    with taking_in(desk, ImportKind.FACTS, path) as (unit, told):
        posts = unit.shops.post_ids(desk.shop_id)
        names = unit.staff.names(desk.shop_id)
        facts = read_export(path, how.mapping, fixed=how.fixed, posts=posts, agents=names)
        _remember(unit, how)
        return keep_facts(unit, told, facts, path.name)


def _remember(unit: Writing, how: ExportMapping) -> None:
    """Keep a mapping under its name; the same as before stays as it is."""
    unit.touch(("export_mapping", how.name))
    kept = unit.register.all(unit.shop_id, ExportMapping, subject=how.name)
    if [old.value for old in kept] != [how]:
        unit.put(how, subject=how.name)


def export_mappings(desk: Desk) -> tuple[ExportMapping, ...]:
    """Return the mappings a shop has used, by name."""
    with desk.read() as unit:
        kept = [entry.value for entry in unit.register.all(desk.shop_id, ExportMapping)]
    return tuple(sorted(kept, key=lambda one: one.name))
