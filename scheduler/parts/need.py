"""
The people required, shared among the parts of a week.

Every part is asked for what its priced weeks cover of a post in an interval, out of what they all
cover. Whole people are dealt out; who got less than the share so far comes first in the next
interval, so that over a shift every part is asked for its share. The shares add up to the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scheduler.solve.tables import Floats, Ints

LITTLE = 1e-9
ABLE = 1e-3  # of a person, by which everybody certified counts beside what is covered


def shares_of(whole: Floats, base: Ints, covered: Floats, able: Ints) -> Floats:
    """
    Return the people each part is asked for; shape (parts, posts, intervals).

    Parameters
    ----------
    whole
        People required, NaN where closed; shape (posts, intervals).
    base
        People of each part who are at work anyhow; as what is returned.
    covered
        People whom the priced weeks of each part put at work beside them, on average; likewise.
    able
        People of each part certified for the post at that time; likewise.
    """
    asked = np.nan_to_num(whole)
    there = base.sum(axis=0)
    part_of_base = np.where(there > 0, np.minimum(1.0, asked / np.maximum(there, 1)), 0.0)
    weight = covered + ABLE * able
    weight[0] += np.where(weight.sum(axis=0) > 0, 0.0, 1.0)  # nobody can: somebody is asked
    exact = base * part_of_base + np.maximum(0.0, asked - there) * weight / weight.sum(axis=0)
    found = np.stack(
        [_in_people(exact[:, post], asked[post]) for post in range(len(whole))], axis=1
    )
    return np.where(np.isnan(whole), np.nan, found)


def _in_people(exact: Floats, whole: Floats) -> Floats:
    """Return shares in whole people, decimals of the whole left to one part; (parts, intervals)."""
    found: Floats = np.floor(exact + LITTLE)
    owed = np.zeros(len(exact))
    for cell in range(exact.shape[1]):
        left = whole[cell] - found[:, cell].sum()
        owed += exact[:, cell] - found[:, cell]
        for part in np.argsort(-owed, kind="stable"):
            more = min(1.0, left)
            if more <= LITTLE:
                break
            found[part, cell] += more
            owed[part] -= more
            left -= more
    return found
