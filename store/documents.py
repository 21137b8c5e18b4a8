"""
How values that are only ever read whole are kept: JSON text, and arrays as compressed ``npz``.

JSON holds every frozen data class without arrays: decimals as text, dates as ISO, infinities by
name. Reading runs the class's own checks again. Arrays are read without pickle.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from scheduler.errors import StoreError

Value = TypeVar("Value")


@lru_cache(maxsize=256)
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type form, such as tuple[Shift, ...]
    return TypeAdapter(kind)


def to_document(value: object) -> str:
    """Return the JSON text of data classes, tuples, maps and plain values."""
    return to_json(value, inf_nan_mode="constants").decode()


def from_document(kind: type[Value], text: str) -> Value:
    """
    Return the value a JSON text holds, checked as when it was made.

    Raises
    ------
    StoreError
        When the text is not of that kind.
    """
    try:
        form: object = kind  # a class counts as hashable only so
        found: Value = _adapter(form).validate_json(text)
    except ValidationError as error:
        raise StoreError(f"a stored document is no {kind}: {error}") from error
    return found


def pack_arrays(**arrays: npt.ArrayLike) -> bytes:
    """Return arrays as the bytes of a compressed ``npz`` file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{name: np.asarray(array) for name, array in arrays.items()})  # type: ignore[arg-type]  # none is called allow_pickle
    return buffer.getvalue()


def unpack_arrays(packed: bytes) -> dict[str, npt.NDArray[Any]]:
    """
    Return the arrays of ``pack_arrays`` by name.

    Raises
    ------
    StoreError
        When the bytes are no such file.
    """
    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (ValueError, OSError) as error:
        raise StoreError(f"stored arrays cannot be read: {error}") from error
