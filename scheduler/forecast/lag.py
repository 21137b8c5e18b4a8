"""
By how much a forecast lagged behind week after week, and so will again.

A level learnt from the past trails one that grows. However it was learnt, its own forecasts of past
weeks tell by how much: the mean of the weeks' logarithmic errors, drawn to none by their own
scatter, so that nothing is corrected that chance alone explains.

References
----------
James & Stein (1961), Estimation with quadratic loss, in the positive part: an estimate of z
standard errors counts for 1 - (c / z)^2 of itself, for nothing below c.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scheduler.demand import Floats

FEWEST_WEEKS = 4
DOUBT = 3.0  # standard errors within which a lag counts for nothing


def lag(came: Floats, told: Floats) -> float:
    """
    Return the logarithm of what the next week brings over what will be told.

    Parameters
    ----------
    came, told
        Chats of past weeks, and on average forecast of them before; shape (weeks,).
    """
    weeks = len(came)
    if weeks < FEWEST_WEEKS:
        return 0.0
    errors = np.log((came + 0.5) / (told + 0.5))
    mean, square = float(errors.mean()), float(errors.var(ddof=1)) / weeks
    return mean * max(0.0, 1.0 - DOUBT**2 * square / mean**2) if mean else 0.0
