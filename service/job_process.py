"""The process of a job: how it is started, and what its end tells when it said nothing itself."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from scheduler.data_folder import module_path
from scheduler.errors import Fault
from store.address import URL_VARIABLE
from store.job_tasks import PROCESS, Failure
from store.kept import data_folder

if TYPE_CHECKING:
    from pathlib import Path

    from store.kept_job import KeptJob

LOGS = "jobs"
GRACE_S = 8.0  # for a process that must end to hand its work back
TEMPORARY = 75  # exit code: the database was away, the job may go well the next time
MOST_TOLD = 4000  # characters of a log that are kept
CRASHES = {  # as Python's fault handler writes them
    "Segmentation fault": "SIGSEGV",
    "Aborted": "SIGABRT",
    "Bus error": "SIGBUS",
    "Floating point exception": "SIGFPE",
    "Floating-point exception": "SIGFPE",
    "Illegal instruction": "SIGILL",
}
ENDED_FROM_OUTSIDE = {"SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGXCPU"}


def start(url: str, job: KeptJob) -> subprocess.Popen[bytes]:
    """Start the process of a job that was claimed; its standard error is kept while it matters."""
    log = _new_log(job)
    try:
        words = ("service.job_run", str(job.id), str(job.token))
        return program(url, *words, errors=log)
    finally:
        if log >= 0:
            os.close(log)


def program(url: str, *words: str, errors: int | None = None) -> subprocess.Popen[bytes]:
    """
    Start a module of ours on a database; it ends when this process does, however that ends.

    A plain new interpreter, not ``multiprocessing``: that would import the caller's main script
    again, which is a page of the screen. It looks for modules where the program lies and never in
    the working folder (``-P``), whose files may have the names of ours. It has a session of its
    own, so that an interrupt at the terminal is told it by us, and reads from a pipe that nobody
    writes to: the pipe ends with us (``service.parent``).
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-X", "faulthandler", "-m", *words],
        env={**os.environ, URL_VARIABLE: url, "PYTHONPATH": module_path()},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        start_new_session=True,
    )


def closed(child: subprocess.Popen[bytes]) -> int:
    """Wait for a process that ends, let go of its pipe, and return its exit code."""
    assert child.stdin is not None
    child.stdin.close()
    return child.wait()


def log_of(job: KeptJob) -> Path:
    """Return the file that keeps what a job's process writes on its standard error."""
    who = f"{job.shop_id} {job.week_id} {job.scenario_id} {job.started.by} {job.started.at_s}"
    name = hashlib.sha256(who.encode()).hexdigest()[:12]
    return data_folder() / LOGS / f"{job.id}-{name}.log"


def _new_log(job: KeptJob) -> int:
    """Return the descriptor of a job's empty log; where none can be written, of nothing."""
    path = log_of(job)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError:
        return subprocess.DEVNULL


def forget(job: KeptJob) -> None:
    """Take away the log of a job that left nothing to look up."""
    with suppress(OSError):
        log_of(job).unlink()


def end_of(job: KeptJob, code: int | None = None) -> Failure:
    """Return why a process is gone that left no word in the database, by its code if known."""
    path = log_of(job)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    name = _signal(code, text)  # said first, before the stacks of all threads
    text = text[-MOST_TOLD:]
    if name in ENDED_FROM_OUTSIDE:
        fault = Fault("job_killed", value=name)
    elif name:
        fault = Fault("job_crashed", value=name, details={"log": str(path)})
    elif code or text:
        told = "?" if code is None else str(code)
        fault = Fault("job_broke_off", value=told, details={"log": str(path)})
    else:
        fault = Fault("job_gone")
    return Failure(PROCESS, text, (fault,))


def _signal(code: int | None, text: str) -> str:
    """Return the name of the signal that ended a process; empty: none, or it is not known."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
        return str(-code)
    named = (name for words, name in CRASHES.items() if f"Fatal Python error: {words}" in text)
    return next(named, "")
