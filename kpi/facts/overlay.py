"""Facts with some of their counts put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import Facts, merge

if TYPE_CHECKING:
    from collections.abc import Iterator

    Key = tuple[str, str, int, int]


def overlaid(facts: Facts, newer: Facts) -> Facts:
    """Return facts in which what ``newer`` knows takes the place of what stood there."""
    places = {key: row for row, key in enumerate(_keys(facts))}
    counts = {name: values.copy() for name, values in facts.counts.items()}
    for row, key in enumerate(_keys(newer)):
        for name, values in newer.counts.items():
            if key in places and name in counts and not np.isnan(values[row]):
                counts[name][places[key]] = np.nan
    others = Facts(
        facts.agents,
        facts.posts,
        facts.agent,
        facts.post,
        facts.date,
        facts.message_date,
        counts,
        facts.is_projection,
    )
    return merge([others, newer])


def _keys(facts: Facts) -> Iterator[Key]:
    """Return what each row is about: agent, post, day and day of the messages."""
    days = (facts.date.astype(np.int64), facts.message_date.astype(np.int64))
    rows = zip(facts.agent.tolist(), facts.post.tolist(), *(d.tolist() for d in days), strict=True)
    for agent, post, date, message_date in rows:
        yield facts.agents[agent], facts.posts[post], date, message_date
