"""Commands around a month: ``kpi convert``, ``kpi validate``, ``kpi weights``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.errors import Fault
from service.month import kpi_exports
from service.month.kpi_exports import ExportMapping, mapping_of
from service.scheme import scheme_publishing, weighing
from service.scheme.weighing import Method, Weighing
from ui.cli.database import (
    By,
    Db,
    Shop,
    desk_of,
    opened,
    tell_version,
    version_left,
    without_database,
)
from ui.cli.options import Expect, Json
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from ui.cli.screen import Screen

Export = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.kpi_export")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="cli.option.files")]
Mapping = Annotated[str, typer.Option("--map", metavar="OUR=THEIR,…", help="cli.option.map")]
Fixed = Annotated[str, typer.Option("--fix", metavar="OUR=TEXT,…", help="cli.option.fix")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="cli.option.facts_out")]
How = Annotated[Method, typer.Option("--method", help="cli.option.method")]
BAD_INPUT = 2


def convert(
    ctx: typer.Context,
    export: Export,
    *,
    mapping: Mapping,
    fixed: Fixed = "",
    out: Out = None,
    shop: Shop = "main",
    by: By = None,
    expect: Expect = None,
    url: Db = None,
    json_path: Json = None,
) -> None:
    """Turn a platform's export into facts, into a file or into the database."""
    screen: Screen = ctx.obj
    how = ExportMapping(export.stem, mapping_of(mapping), mapping_of(fixed))
    if out is not None:
        without_database(expect)
        rows = kpi_exports.convert_export(export, how, out)
        screen.say("cli.facts_written", rows=rows, file=out.name)
        screen.answer(json_path, {"rows": rows, "file": out.name})
        return
    with opened(url) as database:
        desk = desk_of(database, shop, by, expect)
        months = kpi_exports.import_export(desk, export, how)
    shown = ", ".join(map(str, months))
    screen.say("cli.facts_imported", months=shown, shop=shop)
    report = {"shop": shop, "months": [str(month) for month in months]}
    screen.answer(json_path, report | tell_version(screen, version_left(desk)))


def validate(ctx: typer.Context, files: Files, *, json_path: Json = None) -> None:
    """Check schemes of KPI and name every fault and what is worth a second look."""
    screen: Screen = ctx.obj
    report: dict[str, Any] = {}
    faulty = False
    for path in files:
        found = scheme_publishing.validate_file(path)
        faulty |= bool(found.faults)
        for fault in found.faults:
            screen.text(fault_sentence(fault, screen.lang))
        for fault in found.warnings:
            sentence = fault_sentence(fault, screen.lang)
            screen.say("cli.second_look", sentence=sentence)
        if found.scheme is not None:
            screen.say("cli.scheme_valid", scheme=found.scheme.id, lines=len(found.scheme.lines))
        report[path.name] = {
            "valid": found.scheme is not None,
            "faults": [_fault(fault) for fault in found.faults],
            "warnings": [_fault(fault) for fault in found.warnings],
        }
    screen.answer(json_path, report)
    raise typer.Exit(BAD_INPUT if faulty else 0)


def weights(
    ctx: typer.Context, files: Files, *, method: How = Method.AHP, json_path: Json = None
) -> None:
    """Find the weights of indicators from experts' answers or from what agents did."""
    screen: Screen = ctx.obj
    found = weighing.weigh(method, files)
    rows = [
        (name, f"{found.weights[name]:.4f}", str(percent))
        for name, percent in found.percents.items()
    ]
    screen.table(("cli.head.indicator", "cli.head.weight", "cli.head.percent"), rows)
    _agreement(screen, found)
    screen.answer(json_path, _report(found))


def _agreement(screen: "Screen", found: Weighing) -> None:
    if found.priorities is not None:
        ratio, worst = f"{found.priorities.ratio:.4f}", found.priorities.worst
        key = "cli.consistent" if found.priorities.is_consistent else "cli.inconsistent"
        screen.say(key, ratio=ratio)
        if worst is not None and not found.priorities.is_consistent:
            screen.say(
                "weights.worst_pair",
                more=worst.more,
                less=worst.less,
                given=f"{worst.given:g}",
                implied=f"{worst.implied:.2f}",
                ratio=f"{worst.ratio_without:.4f}",
            )
    if found.delphi is not None and found.delphi.agreement is not None:
        agreed = found.delphi.agreement
        screen.say("cli.agreement", w=f"{agreed.w:.3f}", chi=f"{agreed.chi_square:.2f}")


def _report(found: Weighing) -> dict[str, Any]:
    report: dict[str, Any] = {
        "method": found.method.value,
        "weights": found.weights,
        "percents": {name: str(percent) for name, percent in found.percents.items()},
    }
    if found.priorities is not None:
        worst = found.priorities.worst
        report["consistency_ratio"] = found.priorities.ratio
        report["largest_eigenvalue"] = found.priorities.largest
        report["worst_pair"] = None if worst is None else [worst.more, worst.less]
    if found.delphi is not None and found.delphi.agreement is not None:
        report["kendall_w"] = found.delphi.agreement.w
    return report


def _fault(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "line": fault.line, "column": fault.column, "value": fault.value}
