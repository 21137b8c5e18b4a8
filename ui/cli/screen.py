"""What a command shows: tables for people, one JSON object for programs, progress on the side."""

from __future__ import annotations

import errno
import json
import math
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from service.kept import keep_file
from ui.words.catalogue import t

STANDARD_OUTPUT = "-"
FILE_WIDTH = 200
NUMBER = re.compile(r"[-+¥]?[\d.,]*(%| s)?")


class _Console(Console):
    """A console that does not end the process when whoever reads its output has gone."""

    def on_broken_pipe(self) -> None:
        """Raise what happened, so that it is told like all else that can go wrong."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def _console(*, stderr: bool = False) -> Console:
    """Return a console that prints text as it is; where no terminal says how wide, wide enough."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else FILE_WIDTH
    return _Console(
        stderr=stderr, soft_wrap=True, width=width, highlight=False, markup=False, emoji=False
    )


@dataclass(frozen=True)
class Screen:
    """
    Where a command writes, and in which language.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.
    out, err
        Standard output for results, standard error for progress and faults.
    """

    lang: str
    out: Console = field(default_factory=_console)
    err: Console = field(default_factory=lambda: _console(stderr=True))

    def word(self, key: str, **values: object) -> str:
        """Return a sentence of the catalogue in the reader's language."""
        return t(key, self.lang, **values)

    def say(self, key: str, **values: object) -> None:
        """Print a sentence of the catalogue on standard output."""
        self.text(self.word(key, **values))

    def text(self, text: str) -> None:
        """Print a line on standard output."""
        self.out.print(text)

    def note(self, text: str) -> None:
        """Print a line on standard error."""
        self.err.print(text)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Print rows under heads named by catalogue keys; columns of numbers to the right."""
        table = Table(header_style="bold", box=None, pad_edge=False)
        for place, head in enumerate(heads):
            numbers = all(NUMBER.fullmatch(str(row[place])) for row in rows)
            table.add_column(self.word(head), justify="right" if numbers else "left")
        for row in rows:
            table.add_row(*map(str, row))
        self.out.print(table)

    def answer(self, json_path: str | None, report: Mapping[str, object]) -> None:
        """Write one JSON object where it was asked for; ``-`` is standard output, None: nowhere."""
        if json_path is None:
            return
        text = json.dumps(plain(report), ensure_ascii=False, indent=1) + "\n"
        if json_path == STANDARD_OUTPUT:
            sys.stdout.write(text)
        else:
            keep_file(Path(json_path), text.encode(errors="backslashreplace"))


def plain(value: object) -> object:
    """Return a value as JSON can say it: no NaN or infinity, no arrays, no tuples."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)
