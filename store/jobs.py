"""
Long work as rows: what was asked, who does it, how far it is, what came out.

A job waits in line until a worker claims it. With the claim it gets a token, a number higher than
any before: the work is that worker's as long as the row bears it. Whoever writes for a job names
its lease, and nothing holds where the row bears another token by then.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from scheduler.solve.result import Progress
from store import tables as t
from store.documents import from_document, to_document
from store.job_tasks import ANSWERS, TASKS, Answer, Failure, JobKind, Task
from store.kept_job import JobState, KeptJob, Lease, LeaseLostError, Taking
from store.repository import Repository
from store.shops import HOUSE
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Row

    from store.stamp import Stamp

GOING = tuple(state.value for state in JobState if not state.is_over)
OF_WEEKS = (JobKind.SOLVE.value, JobKind.ROUNDS.value)


def _job(row: Row[Any]) -> KeptJob:
    kind = JobKind(row.kind)
    progress = Progress(row.phase, row.seconds, row.cost, row.bound)
    answer = None if row.result is None else from_document(ANSWERS[kind], row.result)
    task = from_document(TASKS[kind], row.task)
    return value_of(KeptJob, row, progress=progress, answer=answer, task=task)


class Jobs(Repository):
    """The jobs of the shops."""

    def add(
        self,
        kind: JobKind,
        shop_id: str,
        task: Task,
        stamp: Stamp,
        *,
        week_id: int | None = None,
        scenario_id: int | None = None,
    ) -> int:
        """Put a job in line and return its number."""
        new = KeptJob(
            id=0,
            shop_id=shop_id,
            week_id=week_id,
            scenario_id=scenario_id,
            state=JobState.QUEUED,
            task=task,
            pid=None,
            progress=Progress("queued", 0.0, None, None),
            stop_asked=False,
            beat_at=stamp.at,
            started=stamp,
            kind=kind,
        )
        return self._added(t.job, columns_of(t.job, new.progress) | columns_of(t.job, new))

    def keep_file(self, number: int, content: bytes) -> None:
        """Keep the file that a job is about until it is done."""
        self._add(t.job_file, [{"job_id": number, "content": content}])

    def file_of(self, number: int) -> bytes:
        """Return the file of a job; raises InputError when it is kept no more."""
        return bytes(self._needed("job_without_file", t.job_file, job_id=number).content)

    def get(self, number: int) -> KeptJob:
        """Return a job; raises InputError when there is none of that number."""
        return _job(self._needed("unknown_job", t.job, id=number))

    def latest(self, week_id: int) -> KeptJob | None:
        """Return the newest job for a week's roster; None when there was none."""
        return self._newest(t.job.c.kind.in_(OF_WEEKS), week_id=week_id)

    def latest_of_shop(self, shop_id: str) -> KeptJob | None:
        """Return the newest job for any week's roster of a shop; None when there was none."""
        return self._newest(t.job.c.kind.in_(OF_WEEKS), shop_id=shop_id)

    def latest_of_scenario(self, scenario_id: int) -> KeptJob | None:
        """Return a scenario's newest job; None when there was none."""
        return self._newest(scenario_id=scenario_id)

    def latest_of_kind(self, kind: JobKind, **held: object) -> KeptJob | None:
        """Return the newest job of a kind, of a week where one is named; None: there was none."""
        return self._newest(kind=kind.value, **held)

    def of_week(self, kind: JobKind, week_id: int, most: int) -> tuple[KeptJob, ...]:
        """Return the newest jobs of a kind of a week, newest first."""
        query = select(t.job).where(t.job.c.kind == kind.value, t.job.c.week_id == week_id)
        query = query.order_by(t.job.c.id.desc())
        return tuple(map(_job, self.connection.execute(query.limit(most))))

    def _newest(self, *where: ColumnElement[bool], **held: object) -> KeptJob | None:
        row = self._first(t.job, *where, by=[t.job.c.id.desc()], **held)
        return None if row is None else _job(row)

    def of_shop(self, shop_id: str, most: int) -> tuple[KeptJob, ...]:
        """Return the newest jobs of a shop and of the house, newest first."""
        query = select(t.job).where(t.job.c.shop_id.in_((shop_id, HOUSE)))
        query = query.order_by(t.job.c.id.desc())
        return tuple(map(_job, self.connection.execute(query.limit(most))))

    def running(self) -> tuple[KeptJob, ...]:
        """Return the jobs that somebody does, of all shops."""
        return tuple(map(_job, self._rows(t.job, state=JobState.RUNNING.value)))

    def ahead_of(self, number: int) -> int:
        """Return how many jobs that are not over were asked for before one."""
        return len(self._cells(t.job.c.id, t.job.c.id < number, t.job.c.state.in_(GOING)))

    def is_any_queued(self, shop_id: str | None) -> bool:
        """Return whether a job waits, of a shop or of any."""
        return self._first(t.job, *_of_shop(shop_id), state=JobState.QUEUED.value) is not None

    def claim(self, taking: Taking, at: dt.datetime) -> Lease | None:
        """
        Take the job that is next in line; None: there is none to take.

        People take turns: next is the oldest job of whoever was served longest ago. Rows that
        another worker is looking at are passed over.
        """
        waits = select(t.job.c.id, t.job.c.started_by).where(
            t.job.c.state == JobState.QUEUED.value, *_of_shop(taking.shop_id)
        )
        rows = self.connection.execute(waits.with_for_update(skip_locked=True)).all()
        busy = Counter(self._cells(t.job.c.started_by, state=JobState.RUNNING.value))
        free = [row for row in rows if busy[row.started_by] < taking.per_person]
        if not free:
            return None
        last = select(t.job.c.started_by, func.max(t.job.c.token)).group_by(t.job.c.started_by)
        served = {by: token for by, token in self.connection.execute(last)}
        row = min(free, key=lambda each: (served[each.started_by], each.id))
        lease = Lease(row.id, max(served.values()) + 1)
        self._change(
            t.job,
            {
                "state": JobState.RUNNING.value,
                "token": lease.token,
                "worker": taking.worker,
                "attempts": t.job.c.attempts + 1,
                "beat_s": int(at.timestamp()),
                "pid": None,
            },
            id=lease.job,
        )
        return lease

    def hold(self, lease: Lease) -> None:
        """
        Make sure of a lease until the transaction ends: nobody can take the job meanwhile.

        Raises
        ------
        LeaseLostError
            When the job is closed, or another has taken it up.
        """
        if self._of(lease, beats=t.job.c.beats + 1) == 0:
            raise LeaseLostError(f"job {lease.job} is no longer held with token {lease.token}")

    def renew(self, leases: Iterable[Lease]) -> None:
        """Give a sign of life for jobs whose processes live; one that is writing needs none."""
        for lease in leases:
            free = select(t.job.c.id).where(t.job.c.id == lease.job)
            if self.connection.execute(free.with_for_update(skip_locked=True)).all():
                self._of(lease, beats=t.job.c.beats + 1)

    def beat(self, lease: Lease, progress: Progress, at: dt.datetime, pid: int) -> bool:
        """Note a sign of life and how far a job is; return whether a person asked it to stop."""
        self._of(lease, **columns_of(t.job, progress), beat_s=int(at.timestamp()), pid=pid)
        return bool(self._cells(t.job.c.stop_asked, id=lease.job)[0])

    def so_far(self, lease: Lease, answer: Answer) -> None:
        """Note the best there is while a job goes on."""
        self._of(lease, result=to_document(answer))

    def end(
        self,
        lease: Lease,
        state: JobState,
        at: dt.datetime,
        *,
        answer: Answer | None = None,
        failure: Failure | None = None,
        action_id: int | None = None,
    ) -> None:
        """Note how a job ended, once: it is nobody's from then on; what was best so far stays."""
        kept = {} if answer is None else {"result": to_document(answer)}
        why = None if failure is None else to_document(failure)
        values = {"state": state.value, "ended_s": int(at.timestamp()), "failure": why}
        if self._of(lease, **values, **kept, action_id=action_id, worker=None):
            self._drop_file(lease.job, state)

    def _drop_file(self, number: int, state: JobState) -> None:
        """Let go of the file of a job that needs it no more: one that failed may be tried again."""
        if state is JobState.DONE:
            self._remove(t.job_file, job_id=number)

    def hand_back(self, lease: Lease, answer: Answer | None) -> None:
        """Put a job in line again, with the best so far; it was not begun in vain."""
        kept = {} if answer is None else {"result": to_document(answer)}
        back = {"state": JobState.QUEUED.value, "phase": "queued", "worker": None}
        self._of(lease, **back, **kept, attempts=t.job.c.attempts - 1)

    def give_up(
        self, job: KeptJob, failure: Failure, at: dt.datetime, *, again: bool
    ) -> JobState | None:
        """
        Take a job from a worker that is gone; return its state now, None: it gave a sign of life.

        Parameters
        ----------
        job
            As it was read: nothing is done where it was claimed anew or has beaten since.
        failure
            Why it is over, where it is.
        again
            Put it in line again; False: it failed. One that was asked to stop is stopped.
        """
        state = JobState.QUEUED if again else JobState.FAILED
        state = JobState.STOPPED if job.stop_asked else state
        values: dict[str, object] = {"state": state.value, "worker": None, "phase": "queued"}
        if state.is_over:
            why = to_document(failure) if state is JobState.FAILED else None
            values |= {"ended_s": int(at.timestamp()), "failure": why}
        still = select(t.job.c.id).where(t.job.c.id == job.id, t.job.c.beats == job.beats)
        if not self.connection.execute(still.with_for_update(skip_locked=True)).all():
            return None  # it beats, or is writing at this moment
        return state if self._of(job.lease, **values) else None

    def ask_stop(self, number: int, at: dt.datetime) -> None:
        """Ask a job to stop with the best it has; one that waits is stopped at once."""
        self._change(t.job, {"stop_asked": True}, id=number)
        over = {"state": JobState.STOPPED.value, "ended_s": int(at.timestamp())}
        self._change(t.job, over, id=number, state=JobState.QUEUED.value)

    def retry(self, number: int) -> bool:
        """Put a job that failed, was stopped or lost in line again; return whether it was so."""
        again = {"state": JobState.QUEUED.value, "phase": "queued", "attempts": 0}
        again |= {"stop_asked": False, "failure": None, "ended_s": None}
        ended = [each.value for each in (JobState.FAILED, JobState.STOPPED, JobState.LOST)]
        return self._change(t.job, again, t.job.c.state.in_(ended), id=number) > 0

    def accepted(self, number: int, version_id: int) -> None:
        """Note the draft that was made of a job's answer."""
        self._change(t.job, {"version_id": version_id}, id=number)

    def _of(self, lease: Lease, **values: object) -> int:
        """Change the row of a lease; return 0 where it no longer holds."""
        held = {"id": lease.job, "token": lease.token, "state": JobState.RUNNING.value}
        return self._change(t.job, values, **held)


def _of_shop(shop_id: str | None) -> list[ColumnElement[bool]]:
    return [] if shop_id is None else [t.job.c.shop_id == shop_id]
