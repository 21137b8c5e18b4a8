"""What is written of a value of any class that documents hold is read again as it was."""

import ast
import datetime as dt
import importlib
import random
from contextlib import suppress
from dataclasses import MISSING, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.month import Month
from kpi.pay.commission import Rates
from kpi.pay.distribution import Distribution
from kpi.pay.pay_part import CommissionPay, PayPart, RankedPay
from kpi.pay.pay_scheme import PayScheme
from kpi.registers.five_s import AuditSheet
from kpi.registers.quality import Survey
from kpi.registers.training_gate import Gate
from kpi.scheme.scheme import Scheme
from scheduler.agent import Certificate
from scheduler.errors import InputError
from scheduler.horizon import Clock, ClockSpan
from scheduler.keys import Cell, Key, WrittenIn, keyed
from scheduler.ruleset import HoursRules, RuleSet
from scheduler.shift import BreakRule, ShiftShape, Span
from store.files.codec import read_list, read_value, written
from store.files.columns import Columns
from store.files.csv_text import csv_text
from store.files.document import flat, sheet_document, toml_document
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.kpi_pay_scheme import pay_scheme_presets
from store.files.kpi_scheme import scheme_presets
from store.files.quality_file import survey_preset
from store.files.said import SAID
from store.files.table import csv_table
from store.files.training_file import gate_preset
from store.files.value_forms import bare

ROOT = Path(__file__).parents[3]


@cache
def classes_of(function):
    """Return the data classes that sources name where they call a function of the codec."""
    found = set()
    for path in sorted((ROOT / "store").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function:
                module = importlib.import_module(
                    ".".join(path.relative_to(ROOT).with_suffix("").parts)
                )
                found |= {getattr(module, getattr(each, "id", ""), None) for each in node.args[1:2]}
    return sorted((each for each in found if is_dataclass(each)), key=lambda each: each.__name__)


START = Clock("Asia/Shanghai").parse("2026-11-02T08:00")
WORDS = ("A", "早班", "x y", "a.b")
WHOLE = (0, 1, 2, 3, 7, 15, 30, 60, 90, 240, 480, 2400)
DECIMALS = (0.0, 0.25, 0.5, 0.8, 1.0, 2.5, 20.0, 600.0)


def parts_of(kind):
    """Return the data classes that a class is made of, in whatever depth."""
    found = set()
    for each in keyed(kind):
        inner = get_args(each.form) if get_origin(each.form) is tuple else (each.form,)
        for form in inner:
            for part in (form, *get_args(form)):
                if is_dataclass(part) and part not in PLAIN:
                    found |= {part} | parts_of(part)
    return found


PLAIN = {
    str: lambda chance: chance.choice(WORDS),
    bool: lambda chance: chance.random() < 0.5,
    int: lambda chance: chance.choice(WHOLE),
    float: lambda chance: chance.choice(DECIMALS),
    Span: lambda chance: Span(START + (begin := chance.randrange(0, 9000, 15)), START + begin + 30),
    dt.date: lambda chance: dt.date(2026, 1, 1) + dt.timedelta(chance.randrange(400)),
    Decimal: lambda chance: Decimal(chance.randrange(10_000)) / 100,
    Month: lambda chance: Month(2026, chance.randrange(1, 13)),
    Clock: lambda chance: Clock(chance.choice(("Asia/Shanghai", "Europe/Berlin"))),
    ClockSpan: lambda chance: ClockSpan(*(chance.randrange(0, 1440, 15) for _ in range(2))),
}


DOCUMENTS = (
    AuditSheet,
    CommissionPay,
    Distribution,
    Gate,
    PayScheme,
    RankedPay,
    Rates,
    Scheme,
    Survey,
)
"""Of which values at random are hardly ever good: their parts are tried, and what ships."""


def tried():
    """Return every data class that stands in a document, or as a table of one."""
    parts = {part for each in DOCUMENTS for part in parts_of(each)}
    found = {*classes_of("read_value"), *classes_of("read_list"), *parts} - {*DOCUMENTS}
    return sorted(found, key=lambda each: each.__name__)


def some(form, key, chance):
    """Return a value of a type; the class it is for may still refuse it."""
    if key.cell is Cell.MOMENT:
        return START + chance.randrange(0, 9000, 15)
    if key.unit is WrittenIn.WEEK and chance.random() < 0.7:
        return tuple(some(tuple[ClockSpan, ...], Key(), chance) for _ in range(7))
    if get_origin(form) in {Union, UnionType}:
        form = chance.choice(get_args(form))
        return None if form is NoneType else some(form, Key(), chance)
    if get_origin(form) is tuple:
        inner = get_args(form)
        kinds = inner[:1] * chance.randrange(4) if inner[-1] is ... else inner
        return tuple(some(each, Key(), chance) for each in kinds)
    if form in PLAIN:
        return PLAIN[form](chance)
    is_choice = get_origin(form) is Literal or issubclass(form, StrEnum)
    return chance.choice(get_args(form)[:1] or list(form)) if is_choice else inside(form, chance)


def inside(form, chance):
    """Return a value of a data class that stands in another's table."""
    value = any_of(form, chance)
    named = {each.name: each.usual for each in keyed(form) if each.key.is_apart}
    return replace(value, **{name: usual for name, usual in named.items() if usual is not MISSING})


def any_of(kind, chance):
    """Return a value of a data class: its needed fields at random, then each other in turn."""
    needed = [
        each
        for each in keyed(kind)
        if each.usual is MISSING or each.key.is_needed is False or each.key.usual is not ...
    ]
    for _ in range(10_000):
        told = {
            each.name: some(each.form, each.key, chance)
            if each.usual is MISSING or chance.random() < 0.5
            else each.usual
            for each in needed
        }
        with suppress(InputError):
            value = kind(**told)
            break
    else:
        raise AssertionError(f"{kind} refuses every value")
    for each in keyed(kind):
        if chance.random() < 0.6:
            with suppress(InputError):
                value = replace(value, **{each.name: some(each.form, each.key, chance)})
    return value


def apart(value):
    """Return the fields of a value that do not stand in its table."""
    return {
        each.name: getattr(value, each.name) for each in keyed(type(value)) if each.key.is_apart
    }


@pytest.mark.parametrize("kind", tried(), ids=lambda kind: kind.__name__)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_table_is_read_as_it_was_written(kind, seed):
    value = any_of(kind, random.Random(seed))
    values = written(value)
    rows = [(line, key, cell) for line, (key, cell) in enumerate(flat({"it": values}), start=2)]
    documents = [toml_document(tomli_w.dumps({"it": values}), "t.toml")]
    if kind in classes_of("read_value"):  # what workbooks hold too
        documents.append(sheet_document(rows, "t.xlsx:t"))
    for document in documents:
        log = FaultLog()
        found = read_value(document, kind, log, ("it",), **apart(value))
        assert (found, log.faults) == (value, [])


@pytest.mark.parametrize(
    "value",
    [*scheme_presets(), *pay_scheme_presets(), survey_preset(), gate_preset("chat")],
    ids=lambda value: f"{type(value).__name__} {getattr(value, 'id', '')}",
)
def test_a_document_that_ships_is_read_as_it_was_written(value):
    log = FaultLog()
    given = {name: held for name, held in apart(value).items() if name != "parts"}
    values = written(value)
    if isinstance(value, PayScheme):
        document = toml_document(
            tomli_w.dumps(values | {"part": [written(part) for part in value.parts]}), "t.toml"
        )
        given["parts"] = read_list(document, PayPart, log, ("part",))
    else:
        document = toml_document(tomli_w.dumps(values), "t.toml")
    assert read_value(document, type(value), log, apart=("part",), **given) == value
    assert log.faults == []


def tables():
    """Return all tables of the store that are made of a class, by name."""
    found = {}
    for path in sorted((ROOT / "store").rglob("*.py")):
        if "columns(" in path.read_text("utf-8"):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            held = [getattr(each, "columns", each) for each in vars(module).values()]
            found |= {each.record.__name__: each for each in held if isinstance(each, Columns)}
    return found


TABLES = tables()
CLOCK = Clock("Asia/Shanghai")
KNOWN = Known(CLOCK, kinds=frozenset(WORDS))
OWN_WAY = {"targets_row"}
"""Whose sums of money stand in yuan: ``read_targets`` has tests of its own."""
SAID_BY = {
    "agents_row": lambda one: replace(one, certificates=tuple(map(Certificate, one.posts))),
    "exceptions_row": lambda one: replace(one, duty_end_min=None),
    "punches_row": lambda one: replace(one, decided_min=None),
    "special_days_row": lambda one: replace(one, posts=one.posts or None),
}
"""What a row says of a value; the rest stands elsewhere, or is not known of a file."""


@pytest.mark.parametrize("name", sorted(TABLES.keys() - OWN_WAY))
@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_rows_are_read_as_they_were_written(name, seed):
    columns, chance = TABLES[name], random.Random(seed)
    said = SAID_BY.get(name, lambda value: value)
    values = tuple(said(inside(columns.kind, chance)) for _ in range(chance.randrange(4)))
    head, rows = columns.rows(values, CLOCK)
    table, log = csv_table(csv_text((head, *rows)), "t.csv"), FaultLog()
    assert (columns.read(table, KNOWN, log), log.faults) == (values, [])


def test_the_tables_of_a_week_are_among_those_tried():
    assert {"agents_row", "roster_row", "preferences_row", "sessions_row"} <= TABLES.keys()


def test_what_members_are_called_is_of_enumerations_in_tables():
    kinds = {
        bare(field.annotation).__name__
        for columns in TABLES.values()
        for field in columns.record.model_fields.values()
        if isinstance(bare(field.annotation), type)
    }
    assert SAID.keys() <= kinds


def test_the_tables_of_a_month_are_among_those_tried():
    assert {"exceptions_row", "orders_row", "pay_plan_row", "complaints_row"} <= TABLES.keys()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_has_a_column_for_each_it_needs(name):
    columns = TABLES[name]
    needed = [one for one, field in columns.record.model_fields.items() if field.is_required()]
    assert set(needed) <= set(columns.rows((), CLOCK)[0])


def test_the_classes_of_the_rules_are_among_those_tried():
    assert {each.__name__ for each in classes_of("read_value")} >= {"Horizon", "RuleSet"}


def test_what_came_later_is_written_only_where_it_differs_and_in_its_old_place():
    hours = HoursRules(max_overtime_min_per_day=90, max_nights_per_month=0, is_averaged=True)
    shape = ShiftShape(450, 30, 180, 300, contract_hours=(20, 40), breaks=(BreakRule(60, 90),))
    values = written(RuleSet((shape,), hours, newcomer_days=30, may_end_after_min=15))
    assert [key for key, _ in flat(values)] == [
        "hours.max_work_hours_per_day",
        "hours.max_work_hours_per_week",
        "hours.min_rest_hours",
        "hours.max_consecutive_days",
        "hours.min_days_off_per_week",
        "hours.night",
        "hours.max_overtime_hours_per_day",
        "hours.max_nights_per_month",
        "hours.averaged",
        "shifts.start_grid_minutes",
        "shifts.shape.1.work_hours",
        "shifts.shape.1.contract_hours.1",
        "shifts.shape.1.contract_hours.2",
        "shifts.shape.1.meal_minutes",
        "shifts.shape.1.meal_earliest_hours",
        "shifts.shape.1.meal_latest_hours",
        "shifts.shape.1.breaks.1.minutes",
        "shifts.shape.1.breaks.1.earliest_hours",
        "shifts.shape.1.breaks.1.latest_hours",
        "shifts.may_end_after_minutes",
        "coverage.min_agents",
        "coverage.newcomer_days",
        "weights.shortage_per_agent_hour",
        "weights.surplus_per_agent_hour",
        "weights.preference",
    ]
    assert values["hours"]["max_overtime_hours_per_day"] == 1.5
    assert values["shifts"]["shape"][0]["work_hours"] == 7.5
