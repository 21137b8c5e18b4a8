"""
The log of the running program, for whoever runs it; who did what stands in the database instead.

Nothing in it is about a person: requests and jobs go by ids, and of an error stands there what kind
it is and where it was raised, not what it said.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
import traceback
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

request_id: ContextVar[str] = ContextVar("request_id", default="")
job_id: ContextVar[str] = ContextVar("job_id", default="")


@contextmanager
def in_job(number: int) -> Iterator[None]:
    """Name a job in every line that is logged while it runs."""
    token = job_id.set(str(number))
    try:
        yield
    finally:
        job_id.reset(token)


class JsonLines(logging.Formatter):
    """Writes each record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        told: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "text": record.getMessage(),
        }
        for name, held in (("request", request_id.get()), ("job", job_id.get())):
            if held:
                told[name] = held
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = type(record.exc_info[1]).__name__
            told["raised_at"] = _places(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def _places(error: BaseException) -> list[str]:
    """Return where an error came from, the innermost last, without what stood in the values."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


class ToStandardError(logging.StreamHandler):  # type: ignore[type-arg]  # generic in stubs only
    """Writes to what is standard error when a line comes, as others may have put it elsewhere."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self.stream = sys.stderr
        super().emit(record)


def set_up(form: str) -> None:
    """Log to standard error as ``text`` or as ``json``."""
    handler = ToStandardError()
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    handler.setFormatter(JsonLines() if form == "json" else text)
    root = logging.getLogger("paiban")
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    root.propagate = False
