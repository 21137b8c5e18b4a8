"""Something done again and again beside the app, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

LOOK_S = 60.0


@dataclass(slots=True)
class Beat:
    """
    Does something at once and then again and again.

    Parameters
    ----------
    name
        Of the thread.
    step
        What is done; it tells its own troubles.
    every_s
        Between two times.
    """

    name: str
    step: Callable[[], object]
    every_s: float = LOOK_S
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, after what is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            self.step()
            if self._stop.wait(self.every_s):
                return
