"""What a person saw is what gets changed; a write that rests on something older is refused."""

import ast
import dataclasses
import importlib
import inspect
from contextlib import closing
from pathlib import Path
from unittest.mock import MagicMock

import pytest

import service
from scheduler.errors import InputError
from scheduler.solve.result import SolveParams, SolveResult, SolveStatus
from service import jobs, solve_job
from service.history.volumes import import_volumes
from service.roster import editing, intake, pinning, publishing, rosters, rules
from store.held import HeldDatabase
from store.job_tasks import JobKind
from store.kept_job import Taking
from store.shops import Shop
from tests.desks import at_desk
from tests.service import small_shop as s

ROOT = Path(service.__file__).parents[1]


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path, s.with_week())
    publishing.keep_roster(at_desk(opened), s.LABEL, s.roster())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def moved_on(tmp_path_factory):
    """Return a database in which everything changed, and the desk of who looked before."""
    opened = s.database(tmp_path_factory.mktemp("moved"))
    intake.keep_week(at_desk(opened), s.week())
    import_volumes(at_desk(opened), s.volumes())
    old = looking(opened, "李")
    with at_desk(opened, by="王经理").write("week_imported", ()) as unit:
        unit.note("everything")
    yield opened, old
    opened.close()


def looking(database, by):
    """Return the desk of somebody who looks at everything as it is now."""
    return at_desk(database, by=by, seen=at_desk(database).seen_now())


def _writes():
    """Yield every function of the service layer that opens a write, and how."""
    for path in sorted((ROOT / "service").rglob("*.py")):
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            for call in ast.walk(node):
                if not isinstance(call, ast.Call) or not call.args:
                    continue
                if isinstance(call.func, ast.Attribute) and call.func.attr == "write":
                    yield module, node, call, len(call.args) > 1
                elif isinstance(call.func, ast.Name) and call.func.id == "taking_in":
                    yield module, node, call, len(call.args) > 3  # desk, kind and file


HANDED_ON = {"service.desk", "service.shop.importing"}  # what a write rests on is told to them
WRITES = [one for one in _writes() if one[0] not in HANDED_ON]


TOUCH = {"touch", "keep_facts", "change_draft"}  # the others touch months' facts, and days


def _touches(node):
    called = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    names = {getattr(one, "attr", getattr(one, "id", "")) for one in called}
    return bool(names & TOUCH)


def _reason(call):
    said = [one.value for one in call.keywords if one.arg == "unseen"]
    return said[0].value if said else ""


def test_every_write_says_what_it_rests_on_or_why_it_rests_on_nothing():
    assert len(WRITES) > 90
    silent = [
        f"{module}.{node.name}"
        for module, node, call, rests in WRITES
        if not (rests or _touches(node) or _reason(call))
    ]
    assert silent == []


RESTING = sorted(
    {(module, node.name) for module, node, _call, rests in WRITES if rests and node.args.args}
)


REAL = {
    "label": s.LABEL,
    "shop": Shop("main", "店", "Asia/Shanghai", 30),
    "volumes": s.volumes(),
    "numbers": (1,),
    "changes": {"A1": {"work_plan": ""}},
    "new": s.AGENTS[:1],
}


@pytest.mark.parametrize(("module", "name"), RESTING, ids=[name for _, name in RESTING])
def test_what_rests_on_an_older_view_is_refused_with_who_and_when(moved_on, module, name):
    """Somebody changed everything there is; whoever looked before may change nothing."""
    database, old = moved_on
    function = getattr(importlib.import_module(module), name)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    needed = [one for one in parameters if one.default is one.empty]
    told = {one.name: REAL.get(one.name) or MagicMock() for one in needed}
    before = at_desk(database).seen_now()
    with pytest.raises(InputError) as caught:
        function(old, **told)
    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("changed_meanwhile", "王经理")
    assert fault.details["action"] == "week_imported"
    assert fault.details["at"] == "2026-11-23 09:00"
    assert at_desk(database).seen_now() == before


def test_a_draft_that_was_edited_since_is_not_published(database):
    lead = looking(database, "主管")
    shift = s.shift("A4", day=2)
    editing.change(looking(database, "王经理"), s.LABEL, added=(shift,))
    with pytest.raises(InputError, match="changed_meanwhile"):
        publishing.publish(lead, s.LABEL, reason="试排")
    publishing.publish(looking(database, "主管"), s.LABEL, reason="试排")
    with pytest.raises(InputError, match="changed_meanwhile"):
        editing.change(lead, s.LABEL, added=(s.shift("A4", day=3),))


def test_two_people_who_edit_different_days_both_keep_their_change(database):
    one, other = looking(database, "李"), looking(database, "王")
    first, second = s.shift("A4", day=2), s.shift("A4", day=3)
    editing.change(one, s.LABEL, added=(first,))
    kept = editing.change(other, s.LABEL, added=(second,)).roster
    assert {first, second} <= set(kept.shifts)
    with pytest.raises(InputError, match="changed_meanwhile"):
        editing.change(other, s.LABEL, removed=(first,))
    editing.change(one, s.LABEL, removed=(first,))  # one's own change surprises nobody


def test_two_people_who_change_different_rules_both_keep_theirs(database):
    one, other = looking(database, "李"), looking(database, "王")
    seen = rules.rules_sheet(one, s.LABEL).week.rules
    first = dataclasses.replace(seen, start_grid_min=60)
    second = dataclasses.replace(seen, min_agents=3)
    rules.change_rules(one, s.LABEL, first, for_later=False, before=seen)
    rules.change_rules(other, s.LABEL, second, for_later=False, before=seen)
    now = rules.rules_sheet(one, s.LABEL).week.rules
    assert (now.start_grid_min, now.min_agents) == (60, 3)
    again = dataclasses.replace(seen, min_agents=2)
    with pytest.raises(InputError, match="changed_meanwhile"):
        rules.change_rules(one, s.LABEL, again, for_later=False, before=seen)


def test_a_pin_on_a_day_that_somebody_changed_since_is_refused(database):
    lead, pinned = looking(database, "主管"), s.roster().shifts[0]
    pinning.pin(looking(database, "王经理"), s.LABEL, pinned)
    for step in (pinning.pin, pinning.unpin):
        with pytest.raises(InputError, match="changed_meanwhile"):
            step(lead, s.LABEL, pinned)
    pinning.unpin(looking(database, "主管"), s.LABEL, pinned)
    with pytest.raises(InputError, match="changed_meanwhile"):
        pinning.unpin(lead, s.LABEL, pinned)
    pinning.pin(looking(database, "主管"), s.LABEL, pinned)


def started(database, *, accept):
    """Note a solve as its start leaves it, and return its number and what it will answer."""
    desk = at_desk(database, by="李")
    task = jobs.SolveTask(SolveParams(), accept=accept)
    with desk.write("solve_started", unseen="a test") as unit:
        week = unit.weeks.get("main", s.LABEL).id
        number = unit.jobs.add(JobKind.SOLVE, "main", task, desk.stamp, week_id=week)
        unit.note(s.LABEL, {"job": str(number)})
    result = SolveResult(SolveStatus.FEASIBLE, s.roster(), 100.0, 0.0, 5.0)
    return number, jobs.SolveAnswer(result, "key", ())


def ended(database, number, answer):
    """Keep what came out as the process of the job does."""
    with database.write() as unit:
        lease = unit.jobs.claim(Taking("test"), s.NOW)
        job = unit.jobs.get(number)
    with closing(HeldDatabase(database.url, lease)) as held:
        solve_job.keep(held, job, answer, state=jobs.JobState.DONE)


def versions(database):
    return rosters.roster_sheet(at_desk(database), s.LABEL).version.version.number


@pytest.mark.parametrize("editor", ["王经理", "李"])
def test_an_answer_that_would_keep_itself_waits_where_the_draft_moved_on(database, editor):
    number, answer = started(database, accept=True)
    shift = s.shift("A4", day=2)
    edited = editing.change(looking(database, editor), s.LABEL, added=(shift,))
    there = versions(database)
    ended(database, number, answer)
    job = jobs.job(at_desk(database), number)
    assert (job.state, job.version_id) == (jobs.JobState.DONE, None)
    assert job.answer.result.roster == s.roster()
    assert versions(database) == there
    now = rosters.roster_sheet(at_desk(database), s.LABEL).version.version.roster
    assert now == edited.roster


def test_an_answer_that_would_keep_itself_is_kept_where_the_draft_is_as_it_was(database):
    number, answer = started(database, accept=True)
    there = versions(database)
    ended(database, number, answer)
    assert jobs.job(at_desk(database), number).version_id is not None
    assert versions(database) == there + 1


@pytest.mark.parametrize("editor", ["王经理", "李"])
def test_an_answer_is_taken_over_a_changed_draft_only_by_who_was_told_of_it(database, editor):
    number, answer = started(database, accept=False)
    editing.change(looking(database, editor), s.LABEL, added=(s.shift("A4", day=2),))
    ended(database, number, answer)
    with pytest.raises(InputError) as caught:  # the page was drawn after the change
        jobs.accept_answer(looking(database, "李"), number)
    (fault,) = caught.value.faults
    assert (fault.code, fault.value) == ("answer_outdated", editor)
    assert fault.details["at"] == "2026-11-23 09:00"
    told = jobs.answer_outdated(at_desk(database), jobs.job(at_desk(database), number))
    assert told == fault
    editing.change(looking(database, "王"), s.LABEL, added=(s.shift("A4", day=3),))
    with pytest.raises(InputError, match="answer_outdated"):
        jobs.accept_answer(looking(database, "李"), number, over=told.details["version"])
    again = jobs.answer_outdated(at_desk(database), jobs.job(at_desk(database), number))
    there = versions(database)
    kept = jobs.accept_answer(looking(database, "李"), number, over=again.details["version"])
    assert kept == there + 1
