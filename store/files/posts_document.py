"""
``posts.toml``: a table per post, and the groups of posts that may be held together.

A post is closed on a weekday that ``opening`` does not name; without ``opening`` it is open round
the clock. A day's value is a list of windows, or a text with ``|`` between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.errors import Fault
from scheduler.limits import require_within
from scheduler.post import Post, SealGroup
from store.files.codec import read_value, written
from store.files.settings import at_key

if TYPE_CHECKING:
    from store.files.document import Document
    from store.files.fault_log import FaultLog

SEAL = "seal"


def read_posts(
    document: Document, log: FaultLog
) -> tuple[tuple[Post, ...], tuple[SealGroup, ...], frozenset[str]]:
    """Return the posts and seal groups that can be read, and the names of all posts written."""
    there = document.values.get(SEAL)
    groups = there if isinstance(there, list) else None
    names = [name for name in document.values if name != SEAL or groups is None]
    require_within("posts", len(names), file=document.file)
    if not names:
        log.add([Fault("no_post_tables", document.file)])
    posts = [read_value(document, Post, log, (name,), id=name) for name in names]
    places = [(SEAL, number) for number in range(len(groups or ()))]
    seals = [read_value(document, SealGroup, log, place) for place in places]
    for number, seal in enumerate(seals):
        for post in seal.posts if seal else ():
            if post not in names:
                fault = Fault("unknown_post", value=post)
                log.add([at_key(document, (SEAL, number, "posts"), fault)])
    return (
        tuple(post for post in posts if post is not None),
        tuple(seal for seal in seals if seal is not None),
        frozenset(names),
    )


def posts_values(posts: tuple[Post, ...], seals: tuple[SealGroup, ...]) -> dict[str, Any]:
    """Return the values of ``posts.toml``."""
    values: dict[str, Any] = {post.id: written(post) for post in posts}
    if seals:
        values[SEAL] = [written(seal) for seal in seals]
    return values
