"""Commands around a month: ``kpi convert``, ``kpi validate``, ``kpi weights``."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from scheduler.errors import Fault
from service.month import kpi_exports
from service.month.kpi_exports import ExportMapping, mapping_of
from service.scheme import scheme_publishing, weighing
from service.scheme.scheme_editing import SchemeEffect, effect
from service.scheme.scheme_publishing import read_scheme
from service.scheme.weighing import Method, Weighing
from ui.cli.acting import Acting, Looking, told
from ui.cli.endings import Ending
from ui.cli.kpi import kept_run
from ui.cli.kpi_tables import yuan
from ui.cli.looking import kept_anyway, looking_at
from ui.cli.options import FactsOut, KeepAnyway, MonthText
from ui.cli.screen import Screen
from ui.cli.spelled import Ended, Report
from ui.words.sentences import fault_sentence

Export = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.kpi_export")]
SchemeFile = Annotated[Path, typer.Argument(metavar="FILE", help="cli.option.trial_scheme")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="cli.option.files")]
Mapping = Annotated[str, typer.Option("--map", metavar="OUR=THEIR,…", help="cli.option.map")]
Fixed = Annotated[str, typer.Option("--fix", metavar="OUR=TEXT,…", help="cli.option.fix")]
How = Annotated[Method, typer.Option("--method", help="cli.option.method")]


def convert(
    screen: Screen,
    export: Export,
    *,
    mapping: Mapping,
    fixed: Fixed = "",
    out: FactsOut = None,
    keep_anyway: KeepAnyway = None,
    at: Acting,
) -> Report:
    """Turn a platform's export into facts, into a file or into the database."""
    how = ExportMapping(export.stem, mapping_of(mapping), mapping_of(fixed))
    if out is not None:
        at.stand_aside()
        with looking_at(screen, keep_anyway) as look:
            rows = kpi_exports.convert_export(export, how, out)
        screen.say("cli.facts_written", rows=rows, file=out.name)
        return {"rows": rows, "file": out.name} | kept_anyway(look)
    with looking_at(screen, keep_anyway) as look, at.desk() as desk:
        months = [str(month) for month in kpi_exports.import_export(desk, export, how)]
    screen.say("cli.facts_imported", months=", ".join(months), shop=at.shop)
    return told(screen, desk, {"shop": at.shop, "months": months} | kept_anyway(look))


def validate(screen: Screen, files: Files) -> Ended:
    """Check schemes of KPI and name every fault and what is worth a second look."""
    report: Report = {}
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
    return Ended(report, Ending.BAD_INPUT if faulty else Ending.DONE)


def trial(screen: Screen, scheme: SchemeFile, *, month: MonthText = "", at: Looking) -> Report:
    """Tell what a scheme would have made of a month that was scored; nothing is kept."""
    made = read_scheme(scheme)
    with at.desk() as desk:
        found = effect(kept_run(desk, month), made)
    rows = [
        (one.agent_id, _score(one.before), _score(one.after), one.grade_before or "-",
         one.grade_after or "-")
        for one in found.changes
    ]  # fmt: skip
    names = ("agent", "score", "score_after", "grade", "grade_after")
    screen.table(tuple(f"cli.head.{name}" for name in names), rows)
    screen.say("cli.trial", changed=len(found.changed), of=len(found.changes))
    if found.paid_before is not None and found.paid_after is not None:
        screen.say("cli.trial_paid", before=yuan(found.paid_before), after=yuan(found.paid_after))
    return told(screen, desk, _effect_report(found))


def _effect_report(found: SchemeEffect) -> Report:
    return {
        "agents": [
            {"agent_id": one.agent_id, "before": _score(one.before), "after": _score(one.after)}
            for one in found.changes
        ],
        "paid_before": None if found.paid_before is None else str(found.paid_before),
        "paid_after": None if found.paid_after is None else str(found.paid_after),
    }


def _score(total: Decimal | None) -> str:
    return "-" if total is None else f"{total:.2f}"


def weights(screen: Screen, files: Files, *, method: How = Method.AHP) -> Report:
    """Find the weights of indicators from experts' answers or from what agents did."""
    found = weighing.weigh(method, files)
    rows = [
        (name, f"{found.weights[name]:.4f}", str(percent))
        for name, percent in found.percents.items()
    ]
    screen.table(("cli.head.indicator", "cli.head.weight", "cli.head.percent"), rows)
    _agreement(screen, found)
    return _report(found)


def _agreement(screen: Screen, found: Weighing) -> None:
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


def _report(found: Weighing) -> Report:
    report: Report = {
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


def _fault(fault: Fault) -> Report:
    return {"code": fault.code, "line": fault.line, "column": fault.column, "value": fault.value}
