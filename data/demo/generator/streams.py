"""The streams of chance of the invented shop."""

from __future__ import annotations

import numpy as np


class Streams:
    """One stream of chance for each purpose, so that a change of one leaves the others alone."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __call__(self, purpose: int, number: int = 0) -> np.random.Generator:
        """Return the stream of a purpose; ``number`` tells weeks apart."""
        return np.random.default_rng(
            np.random.SeedSequence(self._seed, spawn_key=(purpose, number))
        )
