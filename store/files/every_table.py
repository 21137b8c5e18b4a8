"""Every table the program takes as a file of its own: its name, and what a row of it is read as."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import create_model

from store.files import (
    audits_file,
    drivers_file,
    kpi_tables,
    quality_file,
    special_days,
    training_file,
)
from store.files.agents_file import PHONE
from store.files.cells import Text
from store.files.heads import head_names
from store.files.kpi_facts import IN_FILE, fact_record
from store.files.table_file import TableFile
from store.files.volume_rows import VolumeRow
from store.files.week_columns import ABSENCES, AGENTS, ROSTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.files.rows import Record

FILES: tuple[TableFile[Any], ...] = (
    *(one for one in vars(kpi_tables).values() if isinstance(one, TableFile)),
    training_file.RESULTS,
    training_file.CERTIFICATES,
    special_days.SPECIAL_DAYS,
    drivers_file.DRIVERS,
)
BESIDE: Any = {PHONE: (Text, "")}
"""Of people, kept apart from the roster."""
TABLES: Mapping[str, type[Record]] = MappingProxyType(
    {
        "agents": create_model("agents_row", __base__=AGENTS.record, **BESIDE),
        "absences": ABSENCES.record,
        "volumes": VolumeRow,
        "roster": ROSTER.record,
        **{one.name: one.columns.record for one in FILES},
        audits_file.SHEET: audits_file.AUDITS.record,
        quality_file.SHEET: quality_file.AnswerRecord,
        "facts": fact_record([name for name in head_names("facts").names if name in IN_FILE]),
    }
)
"""By the name of the sheet in a workbook."""
