"""One value of the domain from one TOML file: read, typed, made, with every fault at its key."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

from store.files.codec import read_list, read_value
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.settings import at_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from scheduler.errors import Fault
    from store.files.document import Document

Built = TypeVar("Built")


def value_of_text(text: str, file: str, kind: type[Built]) -> Built:
    """Return the value of a TOML text; raises InputError with every fault."""
    return value_of(toml_document(text, file), kind, FaultLog())


def value_of(
    document: Document,
    kind: type[Built],
    log: FaultLog,
    *,
    apart: Collection[str] = (),
    placed: Callable[[Fault], Fault] | None = None,
    **given: object,
) -> Built:
    """
    Return the value of a whole document.

    Parameters
    ----------
    document, kind, log
        Where from, the data class, and the faults that were noted so far.
    apart, given
        Keys that were read apart, and the fields made of them.
    placed
        Where faults of the whole are told; None: at the first key they name.

    Raises
    ------
    InputError
        With every fault.
    """
    place = placed or (lambda fault: at_name(document, fault))
    found = read_value(document, kind, log, (), beside=(), apart=apart, placed=place, **given)
    log.raise_any()
    assert found is not None
    return found


def at_name(document: Document, fault: Fault) -> Fault:
    """Return a fault at the first key it names, else where the document names itself."""
    named = (path for path in document.lines if path[-1] == fault.column)
    return replace(at_key(document, next(named, ("id",)), fault), column=fault.column or "id")


def text_in(folder: str, file: str) -> tuple[str, str]:
    """Return text and name of a file of the product's data."""
    return (resources.files("data") / folder / file).read_text(encoding="utf-8"), file


def list_in(folder: str, file: str, key: str, kind: type[Built]) -> tuple[Built, ...]:
    """Return the values of a list of tables in a file of the product's data."""
    document, log = toml_document(*text_in(folder, file)), FaultLog()
    found: tuple[Built, ...] = read_list(document, kind, log, (key,), is_needed=True)
    log.raise_any()
    return found


def texts_of(folder: str) -> Iterator[tuple[str, str]]:
    """Yield text and name of the TOML files of a folder of the product's data, in order of name."""
    for name in sorted(entry.name for entry in (resources.files("data") / folder).iterdir()):
        if name.endswith(".toml"):
            yield text_in(folder, name)
