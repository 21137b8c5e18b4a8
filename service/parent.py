"""Knowing when the process that started this one is gone, even where it was killed by force."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def when_gone(do: Callable[[], object], *, then_end_s: float) -> None:
    """
    Do something once nobody holds the other end of our standard input, and end soon after.

    Parameters
    ----------
    do
        Asks for an end in good order.
    then_end_s
        So many seconds later the process ends in any case.
    """
    threading.Thread(target=_watch, args=(do, then_end_s), daemon=True).start()


def _watch(do: Callable[[], object], then_end_s: float) -> None:
    while sys.stdin.buffer.read(1):
        pass  # nobody writes there
    threading.Timer(then_end_s, os._exit, (1,)).start()
    do()
