"""A sweep keeps each row as it comes, goes on where it stopped, and repeats itself."""

import datetime as dt
import os
import signal
from types import SimpleNamespace

import pytest

from scheduler.errors import InputError
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from scheduler.sweep import Lever, SweepPlan
from service.trial import fan_out
from service.trial.fan_out import answers
from service.trial.sweep import SweepFile, read_plan
from store.documents import to_document
from tests.quick_and_slow import write_quick_and_slow
from tests.ui.weeks import DAYS, written

PLAN = SweepPlan((Lever("volume", percent=(20,)), Lever("volume", values=(-1.0,))))
LIMITS = SolveParams(seed=3, time_limit_s=None, work_limit=5, workers=1)


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "week")[0]


def test_rows_hold_bounds_below_their_rosters_and_a_failed_one_its_reason(folder, tmp_path):
    found = SweepFile(folder, PLAN, out=tmp_path / "o.jsonl", params=LIMITS).run(processes=1)
    base, more, broken = found.rows
    assert (base.recomputed, more.recomputed) == ((), ("requirement",))
    assert more.required_hours > base.required_hours
    assert all(row.least_short_hours <= row.short_hours + 1e-6 for row in (base, more))
    assert [fault.code for fault in broken.faults] == ["negative"]
    again = SweepFile(folder, PLAN, out=tmp_path / "p.jsonl", params=LIMITS).run(processes=1)
    assert to_document(again.rows) == to_document(found.rows)


def test_a_stopped_one_goes_on_and_ends_as_if_it_had_not_stopped(folder, tmp_path):
    out, done = tmp_path / "o.jsonl", []
    told = {"processes": 1, "told": lambda *now: done.append(now)}
    SweepFile(folder, PLAN, out=out).run(stop=lambda: len(done) == 1, **told)
    text = out.read_text(encoding="utf-8")
    assert len(text.splitlines()) == 2
    out.write_text(text + '{"number": 1, "st', encoding="utf-8")  # cut while it was written
    found = SweepFile(folder, PLAN, out=out).run(**told)
    assert (found.kept_before, [row.number for row in found.rows]) == (1, [0, 1, 2])
    assert [now[:2] for now in done] == [(1, 3), (2, 3), (3, 3)]


def test_rows_of_another_sweep_are_not_gone_on_with(folder, tmp_path):
    out = tmp_path / "o.jsonl"
    SweepFile(folder, PLAN, out=out).run(processes=1, stop=lambda: True)
    with pytest.raises(InputError) as told:
        SweepFile(folder, PLAN, out=out, params=LIMITS).run(processes=1)
    assert told.value.faults[0].code == "sweep_other"


def test_a_plan_is_read_with_every_fault_at_its_key(tmp_path):
    file = tmp_path / "plan.toml"
    file.write_text('grid = true\n[[change]]\nwhat = "volume"\npercent = [5]\n', encoding="utf-8")
    assert read_plan(file) == SweepPlan((Lever("volume", percent=(5.0,)),), grid=True)
    file.write_text('[[change]]\nwhat = "moon"\nvalues = [1]\n', encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_plan(file)
    fault = told.value.faults[0]
    assert (fault.file, fault.line, fault.code) == ("plan.toml", 2, "sweep_unknown")


def doubled(task):
    """Return twice a number; a file in its place ends the process, once or always."""
    number, mark = task
    if mark is not None and (number == 9 or not mark.exists()):
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_a_process_that_is_killed_costs_only_what_it_was_at(tmp_path):
    tasks = [(1, None), (2, tmp_path / "once"), (3, None)]
    found = list(answers(doubled, tasks, processes=2, stop=lambda: False))
    assert sorted(answer for _, answer in found) == [2, 4, 6]
    always = [(9, tmp_path / "always")]
    assert list(answers(doubled, always, processes=2, stop=lambda: False)) == [(always[0], None)]


def test_without_the_library_for_clusters_the_way_to_it_is_told(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(fan_out, "import_module", missing)
    with pytest.raises(InputError) as told:
        list(answers(doubled, [(1, None)], processes=1, stop=bool, cluster="tcp://127.0.0.1:9"))
    assert [fault.code for fault in told.value.faults] == ["cluster_not_installed"]


def test_a_cluster_is_asked_again_when_its_library_had_no_turn_to_begin(monkeypatch):
    ends = [OSError(), AssertionError()]

    def client(*_args, **_kept):
        raise ends.pop()

    monkeypatch.setattr(fan_out, "import_module", lambda _: SimpleNamespace(Client=client))
    with pytest.raises(InputError) as told:
        list(answers(doubled, [(1, None)], processes=1, stop=bool, cluster="tcp://127.0.0.1:9"))
    assert [fault.code for fault in told.value.faults] == ["cluster_silent"]
    assert ends == []


def test_people_are_simulated_at_the_speeds_of_a_log_and_rows_of_others_are_not(folder, tmp_path):
    date = DAYS.start - dt.timedelta(days=20)
    told = {"params": LIMITS, "simulation": SimulationParams(replications=3)}
    chats = write_quick_and_slow(tmp_path / "chats.csv", DAYS.clock, date)
    alike = SweepFile(folder, PLAN, out=tmp_path / "o.jsonl", **told).run(processes=1)
    own = SweepFile(folder, PLAN, out=tmp_path / "p.jsonl", chats=chats, **told).run(processes=1)
    assert [row.own_speeds for row in (*alike.rows[:2], *own.rows[:2])] == [0, 0, 2, 2]
    assert [row.cost for row in alike.rows] == [row.cost for row in own.rows]
    assert alike.rows[1].level != own.rows[1].level
    with pytest.raises(InputError, match="sweep_other"):
        SweepFile(folder, PLAN, out=tmp_path / "o.jsonl", chats=chats, **told)
