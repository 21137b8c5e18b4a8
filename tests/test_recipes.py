"""The recipes of the README and CONTRIBUTING.md, done in a copy: how many places each touches."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = ("scheduler", "kpi", "store", "service", "ui", "tests")
BESIDE = ("app.py", "pyproject.toml", "data", "README.md", "CONTRIBUTING.md")
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@dataclass
class Copy:
    """Sources that may be changed; both languages of a catalogue are one place, tests are none."""

    root: Path
    touched: set[str] = field(default_factory=set)

    def put(self, path, text, *, before):
        """Put a text before another that stands once in a file."""
        source = (self.root / path).read_text("utf-8")
        assert source.count(before) == 1, (path, before)
        (self.root / path).write_text(source.replace(before, text + before), "utf-8")
        self.touched.add(path)

    def make(self, path, text):
        """Make a file."""
        (self.root / path).write_text(text, "utf-8")
        self.touched.add(path)

    def say(self, name, sentences):
        """Put sentences into a catalogue, in both languages."""
        for lang in ("zh", "en"):
            path = f"ui/words/{lang}/{name}.po"
            there = (self.root / path).read_text("utf-8") if (self.root / path).exists() else HEAD
            new = "".join(f'\nmsgid "{key}"\nmsgstr "{key} {lang}"\n' for key in sentences)
            self.make(path, there + new)

    @property
    def places(self):
        """Return the places touched, without tests."""
        code = {path for path in self.touched if not path.startswith("tests/")}
        return sorted({re.sub(r"words/(zh|en)/", "words/", path) for path in code})

    def passes(self, *tests):
        """Return whether tests of the copy pass, with what was said where they do not."""
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *tests],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root)},
            capture_output=True,
            text=True,
            check=False,
        )
        return ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]


@pytest.fixture
def copy(tmp_path):
    for name in CODE:
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "browser")
        )
    for name in BESIDE:
        (tmp_path / name).symlink_to(ROOT / name)
    return Copy(tmp_path)


FIELD = """\
    max_early_per_month: Annotated[
        int | None, Key(sign=Sign.NOT_NEGATIVE), Asked("nights", 0, 31, rule="early_per_month")
    ] = None
"""
CHECK = '''\
def early_per_month(view: RosterView) -> Iterator[Violation]:
    """In a calendar month an agent starts at most so many shifts of the kind ``early``."""
    limit = view.problem.rules.hours.max_early_per_month
    for agent, shifts in view.rosters if limit is not None else ():
        counted = _counted(view, "early")
        yield from _above("early_per_month", view, agent, shifts, counted=counted, limit=limit)


'''
IMPORT = "from scheduler.verify.months import early_per_month\n"
COUNTED = """\
    if hours.max_early_per_month is not None:
        sort = Sort(What.KIND, "early")
        yield Named(
            "early_per_month", _month_limit(problem, sort, hours.max_early_per_month, past)
        )
"""
RULE_TEST = """\
from scheduler.horizon import ClockSpan
from scheduler.rules.of_agent import counting_rules
from scheduler.ruleset import HoursRules
from scheduler.shift_kind import ShiftKind
from scheduler.verify.checker import verify
from store.files.codec import read_value, written
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from tests.builders import problem, roster, rules, shift
from ui.words.catalogue import LANGUAGES, has
import tomli_w

EARLY = (ShiftKind("early", ClockSpan.parse("07:00-09:00")),)


def asked(limit):
    return problem(ruleset=rules(kinds=EARLY, max_early_per_month=limit))


def breaches(limit):
    shifts = (shift(day=1), shift(day=3))
    found = verify(asked(limit), roster(*shifts)).violations
    return [one.rule for one in found if one.rule == "early_per_month"]


def test_the_checker_counts_two():
    assert (breaches(None), breaches(2), breaches(1)) == ([], [], ["early_per_month"])


def test_the_engine_forbids_the_second():
    given = asked(1)
    found = [one for one in counting_rules(given, given.agents[0]) if one.rule == "early_per_month"]
    assert len(found) == 1


def test_a_file_keeps_it():
    hours = HoursRules(max_early_per_month=2)
    document = toml_document(tomli_w.dumps({"hours": written(hours)}), "rules.toml")
    assert read_value(document, HoursRules, FaultLog(), ("hours",)) == hours


def test_people_read_what_is_broken():
    keys = ("rule.early_per_month", "rule_name.early_per_month")
    assert all(has(key, lang) for key in keys for lang in LANGUAGES)
"""


def with_rule(copy, *, says=True):
    checker, engine = "scheduler/verify/checker.py", "scheduler/rules/of_agent.py"
    copy.put("scheduler/hours_rules.py", FIELD, before="\n    def __post_init__(self)")
    copy.put("scheduler/verify/months.py", CHECK, before="def nights_per_month(")
    copy.put(checker, IMPORT, before="\nif TYPE_CHECKING:\n")
    copy.put(checker, "    early_per_month: HOUSE,\n", before="    nights_per_month: HOUSE,\n")
    copy.put(engine, COUNTED, before="    weekends = [")
    ends = ("", "_help")
    labels = [f"rules.max_early_per_month{end}" for end in ends] if says else []
    copy.say("rules", [*labels, "rule.early_per_month", "rule_name.early_per_month"])
    copy.make("tests/scheduler/test_early.py", RULE_TEST)


def test_a_new_rule_touches_five_places(copy):
    with_rule(copy)
    good, said = copy.passes("tests/scheduler/test_early.py", "tests/test_rule_recipe.py")
    assert good, said
    assert copy.places == [
        "scheduler/hours_rules.py",
        "scheduler/rules/of_agent.py",
        "scheduler/verify/checker.py",
        "scheduler/verify/months.py",
        "ui/words/rules.po",
    ]


def test_a_new_rule_without_a_label_is_told_so(copy):
    with_rule(copy, says=False)
    good, said = copy.passes("tests/test_rule_recipe.py")
    assert not good
    assert "words: rules.max_early_per_month" in said


METRIC_TEST = """\
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import Totals
from store.files.kpi_scheme import scheme_of_text, scheme_presets, scheme_text
from tests.kpi.making import facts
from ui.words.catalogue import LANGUAGES, has

NAME = "alone_of_received"


def test_a_scheme_may_name_it():
    preset = scheme_presets()[0]
    text = scheme_text(preset).replace(f'"{preset.lines[0].indicator}"', f'"{NAME}"')
    assert NAME in {line.indicator for line in scheme_of_text(text, "s.toml").lines}


def test_it_is_measured():
    measured = INDICATORS[NAME].measure(Totals(facts(alone_solved=3, received=4)))
    assert measured.value.tolist() == [0.75]


def test_people_read_its_name():
    keys = (f"indicator.{NAME}", f"indicator.{NAME}.formula")
    assert all(has(key, lang) for key in keys for lang in LANGUAGES)
"""


def test_a_new_metric_touches_two_places(copy):
    row = '    _rate("alone_of_received", SHARE, HIGHER, "alone_solved", "received"),\n'
    copy.put("kpi/metrics/indicators.py", row, before=")\nINDICATORS: ")
    keys = ("indicator.alone_of_received", "indicator.alone_of_received.formula")
    copy.say("kpi", keys)
    copy.make("tests/kpi/test_alone.py", METRIC_TEST)
    good, said = copy.passes("tests/kpi/test_alone.py")
    assert good, said
    assert copy.places == ["kpi/metrics/indicators.py", "ui/words/kpi.po"]


ACTIONS = '''\
"""Keys of the office that people have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from service.desk import Desk
    from store.register import Entry


@dataclass(frozen=True, slots=True)
class DoorKey:
    """Who has the key of which door."""

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    door: str


def lend(desk: Desk, key: DoorKey) -> int:
    """Note who has a key; raises InputError for somebody unknown."""
    with desk.write("key_lent", unseen="a new entry beside the others") as unit:
        unit.require_known(key)
        unit.note(key.agent_id, {"door": key.door})
        return unit.enter(key, subject=key.agent_id)


def lent(desk: Desk) -> tuple[Entry[DoorKey], ...]:
    """Return who has which key."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, DoorKey)


def give_back(desk: Desk, number: int) -> None:
    """Note that a key is back."""
    with desk.write("key_back", ("entry", number)) as unit:
        unit.note(unit.take_out(DoorKey, number).subject)
'''
DRAWN = """\
with keys:
    rows = ((Ask("agent_id", people),), (Ask("door", fault="empty"),))
    columns = (
        Column("agent", lambda one: people.get(one.subject, one.subject)),
        Column("door", lambda one: one.value.door),
    )
    back = Act("back", each(lambda desk, one: door_keys.give_back(desk, one.id)), ":material/key:")
    entry_form.draw(Form("keys", door_keys.DoorKey, rows, door_keys.lend, undo=door_keys.give_back))
    register.draw(Register("keys", columns, (back,)), door_keys.lent(link.desk()))
"""
IMPORTS = """\
from service.records import door_keys
from ui import link
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.register import Act, Column, Register, each
"""
REGISTER_TEST = """\
from service.records.door_keys import lent
from service.shop import shops
from tests.desks import at_desk
from tests.ui.pages.app import opened


def test_a_key_is_lent_and_stands_in_list_and_log(app, draft):
    page = opened(app, "requests")
    page.selectbox(key="keys.agent").set_value("A3")
    page.text_input(key="keys.door").set_value("仓库")
    next(one for one in page.button if one.label == "keys.enter zh").click().run()
    assert not page.exception
    (one,) = lent(at_desk(draft))
    assert (one.subject, one.value.door) == ("A3", "仓库")
    assert shops.actions(at_desk(draft))[0].name == "key_lent"
"""


def test_a_new_register_touches_three_places(copy):
    page = "ui/pages/supervisor/requests.py"
    copy.make("service/records/door_keys.py", ACTIONS)
    copy.put(page, IMPORTS, before="from ui.parts import campaign_says")
    copy.put(page, "keys, ", before="absences, wishes, swaps, claims = st.tabs(")
    copy.put(page, 'say("keys.title"), ', before='say("requests.absences"), ')
    copy.put(page, DRAWN, before="with absences:\n")
    ends = ("title", "new", "agent", "door", "enter", "none", "none_text", "back", "back_done")
    copy.say("keys", [f"keys.{end}" for end in ends] + ["action.key_lent", "action.key_back"])
    copy.make("tests/ui/pages/test_keys.py", REGISTER_TEST)
    good, said = copy.passes("tests/ui/pages/test_keys.py")
    assert good, said
    assert copy.places == ["service/records/door_keys.py", page, "ui/words/keys.po"]
