"""The process of a job: how it is started, and what its end tells when it said nothing itself."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import Fault
from store.database import URL_VARIABLE
from store.jobs import Failure
from store.kept import data_folder

if TYPE_CHECKING:
    from store.jobs import KeptJob

HERE = Path(__file__).resolve().parent.parent
LOGS = "jobs"
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

_children: dict[int, subprocess.Popen[bytes]] = {}


def start(url: str, job: KeptJob) -> int:
    """
    Start the process of a job of a database and return its id.

    A plain new interpreter, not ``multiprocessing``: that would import the caller's main script
    again, which is a page of the screen. It looks for modules where the program lies and never in
    the working folder (``-P``), whose files may have the names of ours. What it writes on its
    standard error is kept until it ends well.
    """
    asked = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    child = subprocess.Popen(
        [sys.executable, "-P", "-X", "faulthandler", "-m", "service.solve_job", str(job.id)],
        env={
            **os.environ,
            URL_VARIABLE: url,
            "PYTHONPATH": os.pathsep.join([str(HERE), *filter(None, asked)]),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=_new_log(job),
        start_new_session=True,
    )
    _children[child.pid] = child
    return child.pid


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


def ended_well(job: KeptJob) -> None:
    """Take away the log of a job whose end is in the database."""
    with suppress(OSError):
        log_of(job).unlink()


def is_alive(pid: int) -> bool:
    """Return whether a process goes on."""
    child = _children.get(pid)
    if child is not None:
        return child.poll() is None
    if os.name != "posix":
        return True  # there, asking is done by the signal that ends it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end_of(job: KeptJob) -> Failure:
    """Return why a process is gone that left no word in the database."""
    path = log_of(job)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")[-MOST_TOLD:]
    except OSError:
        text = ""
    child = None if job.pid is None else _children.get(job.pid)
    code = None if child is None else child.poll()
    name = _signal(code, text)
    if name in ENDED_FROM_OUTSIDE:
        fault = Fault("job_killed", value=name)
    elif name:
        fault = Fault("job_crashed", value=name, details={"log": str(path)})
    elif code or text:
        told = "?" if code is None else str(code)
        fault = Fault("job_broke_off", value=told, details={"log": str(path)})
    else:
        fault = Fault("job_gone")
    return Failure("died", text, (fault,))


def _signal(code: int | None, text: str) -> str:
    """Return the name of the signal that ended a process; empty: none, or it is not known."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
        return str(-code)
    named = (name for words, name in CRASHES.items() if f"Fatal Python error: {words}" in text)
    return next(named, "")
