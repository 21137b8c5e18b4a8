"""Where a user's data of the program lies when nobody says otherwise."""

from __future__ import annotations

import os
from pathlib import PurePath

FOLDER = "paiban"


def data_folder() -> PurePath:
    """Return the folder ``paiban`` in ``XDG_DATA_HOME``, else in ``~/.local/share``."""
    home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return PurePath(home) / FOLDER
