"""
How kernels are compiled, and where the compiled code is kept; without a compiler they are Python.

Numba keeps what it compiled beside the source, and compiles anew only when that one file changes.
Kernels are built of each other, so all are kept together under a name that stands for the text of
every kernel, and for numba's version: nothing stale is ever run. Where the program lies in a folder
it may not write to, the user's data folder is taken.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numba
from numba import njit

from scheduler.data_folder import data_folder, module_path

PACKAGE = Path(__file__).resolve().parent
KERNELS = ("compiled.py", "*/*kernel*.py", "simulate/hall.py")  # and what their constants come from
SETTINGS: Any = numba.config  # numba's own, from the environment
Kernel = TypeVar("Kernel", bound=Callable[..., Any])

# Engine and simulation run as fast so, and compile an eighth sooner (benchmarks/RESULTS.md).
if "NUMBA_OPT" not in os.environ:
    SETTINGS.OPT = type(SETTINGS.OPT)(2)
    SETTINGS.LOOP_VECTORIZE = SETTINGS.SLP_VECTORIZE = 0


class Compiler(Protocol):
    """Takes a function and returns it compiled, to be called the same way."""

    def __call__(self, kernel: Kernel) -> Kernel:
        """Return the function compiled."""


def _texts() -> list[Path]:
    """Return the files whose text the compiled code comes from."""
    return sorted(path for pattern in KERNELS for path in PACKAGE.glob(pattern))


def _name() -> str:
    """Return the name of the folder that compiled code of this kind is kept in."""
    told = hashlib.sha256(f"{numba.__version__} {bool(SETTINGS.BOUNDSCHECK)}".encode())
    for path in _texts():
        told.update(path.read_bytes())
    return f"kernels-{told.hexdigest()[:16]}"


def _kept_in() -> Path | None:
    """Return a folder for compiled code that can be written; None: there is none."""
    named = SETTINGS.CACHE_DIR
    bases = (Path(named),) if named else (PACKAGE / "__pycache__", Path(data_folder()))
    for base in bases:
        folder = base / _name()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return None


FOLDER = _kept_in()
if FOLDER is not None:
    SETTINGS.CACHE_DIR = str(FOLDER)


class Part(StrEnum):
    """Kernels that are compiled together, on their first use."""

    ENGINE = "engine"
    SIMULATION = "simulation"
    STAFFING = "staffing"


def is_prepared(part: Part) -> bool:
    """Return whether the kernels of a part were compiled before, so that they are only loaded."""
    return FOLDER is not None and (FOLDER / part.value).exists()


def note_prepared(part: Part) -> None:
    """Note that the kernels of a part have been compiled."""
    if FOLDER is not None and not is_prepared(part):
        (FOLDER / part.value).touch()


@contextmanager
def compiled_beside(part: Part, module: str) -> Iterator[None]:
    """
    Let a process of its own run a module that compiles kernels, where nobody compiles them yet.

    Whether it succeeds does not matter: what it leaves out is compiled here afterwards. A mark that
    a killed process left behind costs the help, nothing else.
    """
    is_known = SETTINGS.DISABLE_JIT or is_prepared(part)
    if FOLDER is None or is_known or os.cpu_count() == 1:
        yield
        return
    mark = FOLDER / f"{part.value}-begun"
    try:
        mark.touch(exist_ok=False)
    except OSError:  # somebody does
        yield
        return
    try:
        with subprocess.Popen(
            [sys.executable, "-P", "-m", module],  # never from the working folder
            env={**os.environ, "PYTHONPATH": module_path()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ):
            yield
    finally:
        mark.unlink(missing_ok=True)


# Inner functions are called by compiled code alone: their wrappers for Python would cost most of
# the compiling. Nothing is allocated inside, so arrays need not be counted (``_nrt``). Kernels let
# go of the interpreter's lock: search and bound run side by side.
KEPT: dict[str, Any] = {"cache": FOLDER is not None, "nogil": True}
FAST: dict[str, Any] = {**KEPT, "error_model": "numpy", "_nrt": False}
UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
outer: Compiler = njit(**FAST)
inner: Compiler = njit(**FAST, **UNWRAPPED)
plain: Compiler = njit(**KEPT)
