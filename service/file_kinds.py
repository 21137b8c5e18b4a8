"""The kinds of files of a month: what takes each in, what it is called, which columns it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from service.demand.drivers import import_drivers
from service.month import earlier_pay, hours_carried, kpi_intake, kpi_plans, punches, sales
from service.pay import overtime, pay_inputs
from service.records import campaigns, platform_rules, quality, register_files
from service.roster import requests
from service.shop.importing import ImportKind
from service.shop.people import take_staff
from store.files import agents_file, audits_file, chat_log, kpi_tables, training_file
from store.files.absences import LEAVE
from store.files.chat_log import ChatRecord
from store.files.drivers_file import DRIVERS
from store.files.kpi_facts import FactRecord
from store.files.messages_file import MessageRecord
from store.files.quality_file import AnswerRecord
from store.files.raw_punches import LOG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from service.desk import Desk
    from store.files.rows import Record
    from store.files.table_file import TableFile

    Take = Callable[[Desk, Path], object]

MORE = "…"
"""Beside the columns named, any of many."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """
    A kind of file.

    Parameters
    ----------
    take
        Action that takes it in.
    name
        What it is usually called.
    columns
        Of a table, as it is read; empty: it is a document.
    names
        Whose names of columns its heads have; empty: those of its own name.
    """

    take: Take
    name: str
    columns: tuple[str, ...] = ()
    names: str = ""

    @property
    def table(self) -> str:
        """Return whose names of columns its heads have (``data/columns``)."""
        return self.names or self.name

    @property
    def file(self) -> str:
        """Return what the file is usually called, with its ending."""
        return f"{self.name}.csv" if self.columns else "*.toml"


def _table(take: Take, table: TableFile[Any]) -> FileKind:
    return _rows(take, table.name, table.columns.record)


def _rows(take: Take, name: str, record: type[Record], *more: str) -> FileKind:
    return FileKind(take, name, (*record.model_fields, *more))


KINDS = {
    ImportKind.STAFF: _rows(
        take_staff, agents_file.AGENTS, agents_file.WHOLE.record, agents_file.PHONE
    ),
    ImportKind.ABSENCES: _table(requests.import_absences, LEAVE),
    ImportKind.ATTENDANCE: _rows(
        kpi_intake.import_attendance,
        kpi_tables.ATTENDANCE.name,
        kpi_tables.ATTENDANCE.columns.record,
        *(name for name in LOG.columns.record.model_fields if name != "agent_id"),
    ),
    ImportKind.PUNCHES: _table(punches.import_punches, kpi_tables.PUNCHES),
    ImportKind.EXCEPTIONS: _table(kpi_intake.import_exceptions, kpi_tables.EXCEPTIONS),
    ImportKind.CHATS: replace(
        _rows(kpi_intake.import_chats, "chats", ChatRecord, MORE), names=chat_log.NAME
    ),
    ImportKind.FACTS: _rows(kpi_intake.import_facts, "facts", FactRecord, MORE),
    ImportKind.MESSAGES: _rows(platform_rules.import_messages, "messages", MessageRecord),
    ImportKind.ORDERS: _table(sales.import_orders, kpi_tables.ORDERS),
    ImportKind.ATTRIBUTION: _table(sales.import_attribution, kpi_tables.ATTRIBUTION),
    ImportKind.TARGETS: _table(kpi_plans.import_targets, kpi_tables.TARGETS),
    ImportKind.PAY_PLANS: _table(kpi_plans.import_pay_plans, kpi_tables.PAY_PLANS),
    ImportKind.SCHEMES: FileKind(kpi_plans.import_scheme, "scheme"),
    ImportKind.PAY_SCHEMES: FileKind(pay_inputs.import_pay_scheme, "pay_scheme"),
    ImportKind.OVERTIME: _table(overtime.import_overtime, kpi_tables.OVERTIME),
    ImportKind.REWARDS: _table(pay_inputs.import_rewards, kpi_tables.REWARDS),
    ImportKind.DEDUCTIONS: _table(pay_inputs.import_deductions, kpi_tables.DEDUCTIONS),
    ImportKind.REFUNDS: _table(pay_inputs.import_refunds, kpi_tables.REFUNDS),
    ImportKind.EARLIER_PAY: _table(earlier_pay.import_earlier_pay, kpi_tables.EARLIER_PAY),
    ImportKind.TIME_OFF: _table(hours_carried.import_time_off, kpi_tables.TIME_OFF),
    ImportKind.COMPLAINTS: _table(register_files.import_complaints, kpi_tables.COMPLAINTS),
    ImportKind.SURVEY: _rows(quality.import_answers, "survey", AnswerRecord),
    ImportKind.AUDITS: _rows(register_files.import_audits, "audits", audits_file.AUDITS.record),
    ImportKind.TRAINING: _table(register_files.import_training, training_file.RESULTS),
    ImportKind.CERTIFICATES: _table(register_files.import_certificates, training_file.CERTIFICATES),
    ImportKind.PLATFORM_RULES: FileKind(platform_rules.import_platform_rules, "platform_rules"),
    ImportKind.CAMPAIGNS: FileKind(campaigns.import_campaigns, "campaigns"),
    ImportKind.DRIVERS: _table(import_drivers, DRIVERS),
}
