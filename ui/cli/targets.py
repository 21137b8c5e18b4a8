"""Where a command is to write: asked before the work, so that no work is done for nothing."""

from __future__ import annotations

import os
from pathlib import Path

from scheduler.errors import Fault, InputError
from ui.cli.screen import STANDARD_OUTPUT


def check_targets(json_path: str | None, out: object, kind: str) -> None:
    """
    Raise an InputError with every place that cannot be written to.

    Parameters
    ----------
    json_path
        Of the JSON object; ``-`` or None: no file.
    out
        Path of what the command writes; anything else: it writes nothing.
    kind
        What the help calls it: ``DIR`` for a folder, made where it is missing; ``FILE|DIR``.
    """
    faults = []
    if json_path not in (None, STANDARD_OUTPUT):
        faults.append(_file_fault(Path(str(json_path))))
    if isinstance(out, Path):
        as_folder = "DIR" in kind and (kind == "DIR" or not out.suffix)
        faults.append(_folder_fault(out) if as_folder else _file_fault(out))
    found = [fault for fault in faults if fault is not None]
    if found:
        raise InputError(found)


def _file_fault(path: Path) -> Fault | None:
    """Return why a file cannot be written; None: it can."""
    if path.is_dir():
        return _fault("out_is_folder", path)
    if not path.parent.is_dir():
        return _fault("out_no_folder", path.parent)
    there = path if os.path.lexists(path) else path.parent
    return None if os.access(there, os.W_OK) else _fault("out_forbidden", path)


def _folder_fault(path: Path) -> Fault | None:
    """Return why files cannot be written into a folder; None: they can."""
    there = next(each for each in (path, *path.absolute().parents) if os.path.lexists(each))
    if not there.is_dir():
        return _fault("out_is_file", there)
    return None if os.access(there, os.W_OK | os.X_OK) else _fault("out_forbidden", path)


def _fault(code: str, path: Path) -> Fault:
    return Fault(code, value=str(path))
