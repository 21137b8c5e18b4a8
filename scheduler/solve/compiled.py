"""How the engine's kernels are compiled; with numba's compiler off the same code runs as Python."""

from __future__ import annotations

from typing import Any

from numba import njit

# Inner functions are called by compiled code alone: their wrappers for Python would cost most of
# the compiling. Nothing is allocated inside, so arrays need not be counted (``_nrt``). Kernels let
# go of the interpreter's lock: search and bound run side by side.
FAST: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
outer = njit(**FAST)
inner = njit(**FAST, **UNWRAPPED)
