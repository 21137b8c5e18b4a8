"""KPI schemes as TOML files, and the presets that ship with the product."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import tomli_w

from kpi.scheme.scheme import Scheme
from store.files.codec import written
from store.files.content import text_of
from store.files.document import Document, toml_document
from store.files.fault_log import FaultLog
from store.files.settings import at_key
from store.files.toml_value import at_name, texts_of, value_of

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.errors import Fault


def read_scheme(path: Path) -> Scheme:
    """
    Return the scheme of a TOML file.

    Raises
    ------
    InputError
        With every fault, each at its line.
    """
    return scheme_of_text(text_of(path), path.name)


def scheme_of_text(text: str, file: str) -> Scheme:
    """Return the scheme of a TOML text; ``file`` is what messages call it."""
    document = toml_document(text, file)
    return value_of(document, Scheme, FaultLog(), placed=partial(_placed, document))


def _placed(document: Document, fault: Fault) -> Fault:
    """Return a fault at the line it names by its indicator, or at the first key of its name."""
    for number, line in enumerate(document.values["line"]):
        if line["indicator"] == fault.column:
            return replace(at_key(document, ("line", number), fault), column=fault.column)
    return at_name(document, fault)


def scheme_text(scheme: Scheme) -> str:
    """Return the TOML text of a scheme; reading it gives the scheme back."""
    return tomli_w.dumps(written(scheme) | {"valid_from": scheme.valid_from})


@lru_cache(maxsize=1)
def scheme_presets() -> tuple[Scheme, ...]:
    """Return the schemes that ship with the product, in the order of their ids."""
    return tuple(scheme_of_text(text, file) for text, file in texts_of("schemes"))
