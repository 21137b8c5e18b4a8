"""How often somebody may try, by the address they come from."""

from __future__ import annotations

import time
from collections import deque

PER_MINUTE = 60  # an office behind one address signs in at the same time
SPAN_S = 60.0
MOST_ADDRESSES = 10_000


class Rate:
    """
    Counts tries of the last minute by address.

    Parameters
    ----------
    most
        Tries a minute.
    """

    def __init__(self, most: int = PER_MINUTE) -> None:
        self.most = most
        self._tries: dict[str, deque[float]] = {}

    def allows(self, address: str) -> bool:
        """Count a try; return whether it is one too many."""
        now = time.monotonic()
        if len(self._tries) >= MOST_ADDRESSES:
            self._forget(now)
        tries = self._tries.setdefault(address, deque(maxlen=self.most))
        while tries and tries[0] <= now - SPAN_S:
            tries.popleft()
        if len(tries) >= self.most:
            return False
        tries.append(now)
        return True

    def _forget(self, now: float) -> None:
        old = [who for who, tries in self._tries.items() if tries[-1] <= now - SPAN_S]
        for who in old or list(self._tries):
            del self._tries[who]
