"""The README's recipe for a rule: a place that was forgotten is named."""

import ast
from dataclasses import is_dataclass, make_dataclass
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Annotated, get_args

import pytest

from scheduler.horizon import ClockSpan
from scheduler.keys import Asked, Key, NotAsked, keyed
from scheduler.ruleset import HoursRules, PostChange, RuleSet, Weights
from scheduler.verify.checker import MARKS
from store.files.codec import leaves
from ui.parts import rule_fields
from ui.words.catalogue import LANGUAGES, has

ROOT = Path(__file__).parent.parent
FOR_EYES = {"name_zh", "name_en", "colour"}
"""Fields of a shift type that people see and no rule asks for."""
NAMED = {name for names in rule_fields.SECTIONS.values() for name in names}
FORM = ("ui/parts/rule_fields.py", "ui/parts/rules_form.py", "ui/parts/rule_tables.py")


def sources(*paths):
    return [ast.parse((ROOT / path).read_text("utf-8")) for path in paths]


@cache
def read_in(*paths):
    """Return the attributes that some sources read, but for a class's checks of itself."""
    found = set()
    for tree in sources(*paths):
        own = {
            inner
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name == "__post_init__"
            for inner in ast.walk(node)
        }
        found |= {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node not in own
        }
    return found


@cache
def checker():
    """Return the files of the checker, and of the data classes that it asks."""
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("scheduler/verify/*.py")}
    data = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("scheduler/*.py")}
    newest = found
    while newest:
        newest = {
            f"{node.module.replace('.', '/')}.py"
            for tree in sources(*newest)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
        } & (data - found)
        found |= newest
    return tuple(sorted(found))


def rule_classes(kind=RuleSet):
    """Yield a class of the rules and the classes its fields hold, with the module to look in."""
    yield kind
    for each in keyed(kind):
        for inner in (each.form, *get_args(each.form)):
            is_ours = getattr(inner, "__module__", "").startswith("scheduler.")
            is_one_value = inner is ClockSpan or not is_dataclass(inner)
            if is_ours and not (each.key.is_apart or is_one_value):
                yield from rule_classes(inner)


def places_missing(kind, entry):
    """Return the places in which a field of a class of rules is forgotten."""
    missing = []
    if not entry.key.is_apart and entry not in leaves(kind):
        missing.append("file: scheduler.keys.Key beside the field")
    if kind in rule_fields.PARTS.values():
        missing += form_missing(entry)
    asked_by_none = entry.key.is_apart or entry.name in FOR_EYES
    if entry.name not in read_in(*checker()) and not asked_by_none:
        missing.append("checker: a function in scheduler/verify")
    return missing


def form_missing(entry):
    if entry.asked is None:
        yield "form: Asked or NotAsked beside the field"
    elif isinstance(entry.asked, NotAsked):
        return
    elif not entry.asked.group:
        if entry.name not in read_in(*FORM):
            yield "form: a place of its own in ui/parts/rules_form.py"
    else:
        if entry.asked.group not in NAMED:
            yield f"form: heading {entry.asked.group} in ui/parts/rule_fields.py"
        for lang in LANGUAGES:
            for key in (f"rules.{entry.name}", f"rules.{entry.name}_help"):
                if not has(key, lang):
                    yield f"words: {key} in ui/words/{lang}"


CLASSES = tuple(dict.fromkeys(rule_classes()))


def test_the_classes_of_rules_are_found():
    names = {kind.__name__ for kind in CLASSES}
    assert names >= {"RuleSet", "HoursRules", "Weights", "PostChange", "ShiftShape", "BreakRule"}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_field_of_every_class_of_rules_has_all_its_places(kind):
    missing = {entry.name: places_missing(kind, entry) for entry in keyed(kind)}
    assert {name: places for name, places in missing.items() if places} == {}


@pytest.mark.parametrize("kind", [RuleSet, HoursRules, Weights, PostChange])
def test_every_field_that_is_asked_for_is_drawn_once(kind):
    drawn = [
        field.entry.name
        for names in rule_fields.sections().values()
        for name in names
        for field in rule_fields.fields_of(name)
    ]
    for entry in keyed(kind):
        grouped = isinstance(entry.asked, Asked) and bool(entry.asked.group)
        assert drawn.count(entry.name) == grouped, entry.name


def made_up(mark, *, form=int, default=3):
    """Return the limits on people's time with a rule that nobody has written yet."""
    field = ("max_starts_per_quarter", Annotated[form, *mark], default)
    return make_dataclass("HoursRules", [field], bases=(HoursRules,), frozen=True)


def test_a_heading_that_no_part_names_is_drawn_last_all_the_same(monkeypatch):
    monkeypatch.setitem(rule_fields.PARTS, "hours", made_up([Asked("nowhere")]))
    assert list(rule_fields.sections().items())[-1] == ("other", ("nowhere",))


@pytest.mark.parametrize("kind", rule_fields.PARTS.values(), ids=lambda kind: kind.__name__)
def test_a_limit_names_a_rule_of_the_checker(kind):
    asked = [each.asked for each in keyed(kind) if isinstance(each.asked, Asked)]
    assert {each.rule for each in asked if each.rule} <= set(MARKS)


def test_every_number_of_people_is_a_limit_of_a_rule_or_only_counts():
    """What the form tells of law and house hangs on the name of the rule."""
    nameless = {
        each.name
        for each in keyed(HoursRules)
        if isinstance(each.asked, Asked) and each.asked.group and not each.asked.rule
    }
    assert nameless == {"night_shift_min", "steady_start_free_min"}


def last(kind):
    return keyed(kind)[-1]


def test_a_new_rule_is_in_form_and_file_by_its_field_alone(monkeypatch):
    kind = made_up([Key("starts"), Asked("days", 1, 9)])
    monkeypatch.setitem(rule_fields.PARTS, "hours", kind)
    field = rule_fields.fields_of("days")[-1]
    assert (field.entry.name, field.asked.most) == ("max_starts_per_quarter", 9)
    assert "starts" in {each.key.name for each in leaves(kind)}


def test_a_new_rule_is_told_of_each_place_that_is_forgotten(monkeypatch):
    kind = made_up([Asked("days", 1, 9)])
    monkeypatch.setitem(rule_fields.PARTS, "hours", kind)
    assert places_missing(kind, last(kind)) == [
        *(
            f"words: rules.max_starts_per_quarter{tail} in ui/words/{lang}"
            for lang in LANGUAGES
            for tail in ("", "_help")
        ),
        "checker: a function in scheduler/verify",
    ]


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        ([Key()], "form: Asked or NotAsked beside the field"),
        ([Asked()], "form: a place of its own in ui/parts/rules_form.py"),
        ([Asked("nowhere")], "form: heading nowhere in ui/parts/rule_fields.py"),
    ],
)
def test_a_new_rule_without_a_place_in_the_form_is_told_so(monkeypatch, mark, place):
    kind = made_up(mark)
    monkeypatch.setitem(rule_fields.PARTS, "hours", kind)
    assert place in places_missing(kind, last(kind))


def test_a_limit_that_may_be_empty_is_known_by_its_type():
    kind = made_up([Asked("days")], form=int | None, default=None)
    field = rule_fields.Field("hours", last(kind), last(kind).asked)
    assert field.may_be_empty
    assert NoneType in get_args(last(kind).form)
