"""Where a user's data of the program lies when nobody says otherwise, and the program itself."""

from __future__ import annotations

import os
from pathlib import PurePath

FOLDER = "paiban"


def data_folder() -> PurePath:
    """Return the folder ``paiban`` in ``XDG_DATA_HOME``, else in ``~/.local/share``."""
    home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return PurePath(home) / FOLDER


def module_path() -> str:
    """Return ``PYTHONPATH`` for an interpreter of our own: where the program lies comes first."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    asked = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join([root, *filter(None, asked)])
