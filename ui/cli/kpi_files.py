"""The files a month is scored from, as groups of options that several commands share."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import typer

from service.month.file_names import MonthFiles
from ui.cli.options import Timezone


def _named(name: str, metavar: str = "FILE") -> Any:  # noqa: ANN401 - what typer takes for one
    key = f"cli.option.{name.replace('-', '_')}"
    return typer.Option(f"--{name}", metavar=metavar, help=key)


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """Those of what happened, and by which schemes it is scored."""

    facts: Annotated[Path | None, _named("facts")] = None
    weeks: Annotated[list[Path] | None, _named("roster-week", "DIR")] = None
    attendance: Annotated[Path | None, _named("attendance")] = None
    punches: Annotated[Path | None, _named("punches")] = None
    exceptions: Annotated[Path | None, _named("exceptions")] = None
    messages: Annotated[Path | None, _named("messages")] = None
    orders: Annotated[Path | None, _named("orders")] = None
    attribution: Annotated[Path | None, _named("attribution")] = None
    targets: Annotated[Path | None, _named("targets")] = None
    schemes: Annotated[list[Path] | None, _named("scheme")] = None
    absences: Annotated[Path | None, _named("absences")] = None
    agents: Annotated[Path | None, _named("agents")] = None
    timezone: Timezone = "Asia/Shanghai"

    @property
    def given(self) -> MonthFiles:
        """Return those that are named, as the service takes them."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        lists = {name: tuple(value) for name, value in named.items() if isinstance(value, list)}
        return MonthFiles(**{name: value for name, value in named.items() if value} | lists)


@dataclass(frozen=True, slots=True)
class PayOptions(ScoreOptions):
    """And those of what is paid."""

    pay_plan: Annotated[Path | None, _named("pay-plan")] = None
    pay_schemes: Annotated[list[Path] | None, _named("pay-scheme")] = None
    overtime: Annotated[Path | None, _named("overtime")] = None
    rewards: Annotated[Path | None, _named("rewards")] = None
    deductions: Annotated[Path | None, _named("deductions")] = None
    refunds: Annotated[Path | None, _named("refunds")] = None
    earlier_pay: Annotated[Path | None, _named("earlier-pay")] = None
    time_off: Annotated[Path | None, _named("time-off")] = None
