"""One value of the domain from one TOML file: read, typed, made, with every fault at its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from store.files.content import text_of
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.settings import Settings, made, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Set = TypeVar("Set", bound=Settings)
Built = TypeVar("Built")


def value_of_file(path: Path, kind: type[Set], make: Callable[[Set], Built]) -> Built:
    """Return what is made of the settings of a TOML file; raises InputError with every fault."""
    return value_of_text(text_of(path), path.name, kind, make)


def value_of_text(text: str, file: str, kind: type[Set], make: Callable[[Set], Built]) -> Built:
    """Return what is made of the settings of a TOML text; ``file`` is what messages call it."""
    document = toml_document(text, file)
    log = FaultLog()
    settings = read_settings(document, kind, log)
    log.raise_any()
    assert settings is not None
    found = made(document, ("id",), log, lambda: make(settings))
    log.raise_any()
    assert found is not None
    return found
