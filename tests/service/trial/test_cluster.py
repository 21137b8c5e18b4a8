"""A sweep on a cluster: a scheduler and two workers, each a real process on loopback."""

import os
import signal
import subprocess
import sys
import time

import pytest

from scheduler.errors import InputError
from scheduler.parts.whole import solve_in_parts
from scheduler.sweep import Lever, SweepPlan
from service.trial import fan_out
from service.trial.fan_out import answers, hands
from service.trial.sweep import SweepFile
from store.documents import to_document
from tests.scheduler.parts.test_whole import LIMITS as PARTS
from tests.scheduler.parts.test_whole import Here, week
from tests.service.trial.test_sweep import LIMITS, PLAN, doubled, folder  # noqa: F401 - a fixture
from tests.ui.test_serving import free_port

pytestmark = pytest.mark.models
WAIT_S = 60
HOST = "127.0.0.1"


def process(kind, *words):
    """Start a scheduler or a worker of the cluster."""
    told = ("--no-dashboard", "--host", HOST)
    command = (sys.executable, "-m", f"distributed.cli.dask_{kind}", *words, *told)
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Cluster:
    """A scheduler and its workers, which end with the test."""

    def __init__(self):
        port = free_port()
        self.address = f"tcp://{HOST}:{port}"
        self.scheduler = process("scheduler", "--port", str(port))
        self.workers = []

    def work(self, count):
        """Start so many workers, and wait until they are known."""
        from distributed import Client  # noqa: PLC0415 - an extra

        told = (self.address, "--no-nanny", "--nthreads", "1", "--memory-limit", "0")
        self.workers += [process("worker", *told) for _ in range(count)]
        with Client(self.address, timeout=WAIT_S) as client:
            client.wait_for_workers(len(self.workers), timeout=WAIT_S)

    def end(self):
        for each in (*self.workers, self.scheduler):
            each.kill()
            each.wait(WAIT_S)


@pytest.fixture
def cluster():
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    found = Cluster()
    yield found
    found.end()


def test_rows_are_those_of_this_machine_also_where_a_worker_is_killed(cluster, folder, tmp_path):  # noqa: F811
    cluster.work(2)
    plan = SweepPlan((Lever("volume", percent=(10, 20, 30, 40)), *PLAN.change[1:]))
    here = SweepFile(folder, plan, out=tmp_path / "here.jsonl", params=LIMITS).run(processes=1)

    def kill_one(done, *_):
        if done == 2:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    there = SweepFile(folder, plan, out=tmp_path / "there.jsonl", params=LIMITS).run(
        cluster=cluster.address, told=kill_one
    )
    assert to_document(there.rows) == to_document(here.rows)
    written = (tmp_path / "there.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(written) == 1 + len(here.rows)  # nothing lost, nothing twice


def test_what_is_finished_is_kept_when_the_scheduler_is_killed(cluster, folder, tmp_path):  # noqa: F811
    cluster.work(1)
    out = tmp_path / "o.jsonl"

    def kill(done, *_):
        if done == 1:
            cluster.scheduler.kill()

    with pytest.raises(InputError) as told:
        SweepFile(folder, PLAN, out=out).run(cluster=cluster.address, told=kill)
    assert [fault.code for fault in told.value.faults] == ["cluster_lost"]
    rest = SweepFile(folder, PLAN, out=out).run(processes=1)
    assert rest.kept_before >= 1
    assert [row.number for row in rest.rows] == [0, 1, 2]


def test_a_task_that_ends_every_worker_counts_as_lost(cluster, tmp_path):
    cluster.work(5)
    tasks = [(9, tmp_path / "always"), (1, None)]
    found = dict(answers(doubled, tasks, processes=2, stop=lambda: False, cluster=cluster.address))
    assert found == {tasks[0]: None, tasks[1]: 2}


def test_a_cluster_nobody_answers_is_told_soon(folder, tmp_path):  # noqa: F811
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    for address in (f"tcp://{HOST}:{free_port()}", "nonsense"):
        began = time.monotonic()
        with pytest.raises(InputError) as told:
            SweepFile(folder, PLAN, out=tmp_path / "o.jsonl").run(cluster=address)
        assert [fault.code for fault in told.value.faults] == ["cluster_silent"]
        assert time.monotonic() - began < fan_out.ANSWER_S + WAIT_S


def test_a_cluster_without_workers_or_with_others_is_refused(cluster, monkeypatch):
    def codes():
        with pytest.raises(InputError) as told:
            list(answers(doubled, [(1, None)], processes=1, stop=bool, cluster=cluster.address))
        return [fault.code for fault in told.value.faults]

    assert codes() == ["cluster_empty"]
    cluster.work(1)
    fan_out.program.cache_clear()
    monkeypatch.setattr(fan_out, "version", lambda _name: "0.0")
    assert codes() == ["cluster_other"]
    fan_out.program.cache_clear()


def test_a_week_in_parts_is_that_of_this_machine_also_where_a_worker_is_killed(cluster):
    here = solve_in_parts(week(), PARTS, 3, Here())
    cluster.work(2)
    batches = []

    def kill_one(_now):
        batches.append(_now)
        if len(batches) == 2:  # the parts are priced, and about to be solved
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    with hands(processes=1, cluster=cluster.address) as there:
        found = solve_in_parts(week(), PARTS, 3, there, listener=kill_one)
    assert (found.roster, found.bound) == (here.roster, here.bound)
