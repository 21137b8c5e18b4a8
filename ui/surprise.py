"""
What went wrong, in sentences: the one place that page and command line ask.

What was foreseen has its own sentence. What was not is written whole, under a number, to a log in
the data folder; the reader is told the number, and what was kept before it happened.
"""

from __future__ import annotations

import errno
import logging
import os
import secrets
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from scheduler.errors import InputError, SolverError, StoreError
from service.kept import data_folder
from ui.words.catalogue import has, t
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.errors import Fault

LOG = "errors.log"
LARGEST, OLDER = 5_000_000, 3
log = logging.getLogger("paiban.app")


@dataclass(frozen=True, slots=True)
class Trouble:
    """
    What is told of an error.

    Parameters
    ----------
    code
        A fault's code, or what kind of error it is.
    sentence
        In the reader's language.
    is_surprise
        Whether nobody foresaw it.
    """

    code: str
    sentence: str
    is_surprise: bool = False


def troubles(error: BaseException, lang: str, kept: Sequence[str]) -> tuple[Trouble, ...]:
    """
    Return what is told of an error; what nobody expected is logged whole under a number.

    Parameters
    ----------
    error
        What was raised.
    lang
        ``zh`` or ``en``.
    kept
        What had been kept by then.
    """
    if faults := faults_of(error):
        return tuple(Trouble(fault.code, fault_sentence(fault, lang)) for fault in faults)
    values: dict[str, object] = {}
    if isinstance(error, SolverError):
        key, values = "trouble.solver", {"reason": error}
    elif isinstance(error, MemoryError):
        key = "trouble.memory"
    elif isinstance(error, BrokenPipeError):
        key = "trouble.pipe"
    elif isinstance(error, OSError) and error.errno is not None:
        file = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "-"
        key, values = "trouble.file", {"file": file, "reason": _reason(error, lang)}
    else:
        return (_surprise(error, lang, kept),)
    sentence = t(key, lang, **values) if values else t(key, lang)
    return (Trouble(type(error).__name__, f"{sentence}{kept_sentence(kept, lang)}"),)


def faults_of(error: BaseException) -> tuple[Fault, ...]:
    """Return the faults an error carries; empty for one that has no sentence of its own."""
    if isinstance(error, InputError):
        return error.faults
    known = error.fault if isinstance(error, StoreError) else None
    return () if known is None else (known,)


def kept_sentence(kept: Sequence[str], lang: str) -> str:
    """Return what was kept before something went wrong, or that nothing was changed."""
    comma = t("list.comma", lang)
    return t("trouble.kept", lang, what=comma.join(kept)) if kept else t("trouble.nothing", lang)


def _surprise(error: BaseException, lang: str, kept: Sequence[str]) -> Trouble:
    number = secrets.token_hex(4)
    log.error("error %s", number, exc_info=error)
    file = data_folder() / LOG
    where = str(file) if _written(error, number, file) else t("trouble.no_log", lang)
    is_store = isinstance(error, StoreError)
    key = "trouble.store" if is_store else "trouble.unexpected"
    told = t(key, lang, number=number, file=where) + kept_sentence(kept, lang)
    return Trouble("store" if is_store else "unexpected", told, is_surprise=not is_store)


def _written(error: BaseException, number: str, file: Path) -> bool:
    """Append an error to the log, which is only its owner's to read; return whether it held."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        book = RotatingFileHandler(
            file, maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        return False
    book.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    exc_info = (type(error), error, error.__traceback__)
    record = log.makeRecord(log.name, logging.ERROR, "", 0, "error %s", (number,), exc_info)
    book.handle(record)
    book.close()
    return True


def _reason(error: OSError, lang: str) -> str:
    """Return why the system refused, in the reader's language where there are words for it."""
    name = errno.errorcode.get(error.errno or 0, "")
    key = f"trouble.reason.{name}"
    return t(key, lang) if has(key, lang) else t("trouble.reason.other", lang, code=name or "-")
