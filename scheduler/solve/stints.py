"""The posts of a shift as the number plans hold (``posts_kernel``), and as stints of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.shift import Span, Stint
from scheduler.solve.posts_kernel import CELL_BITS, CELLS, POST_BITS, POSTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift


def changes_of(code: int) -> tuple[tuple[int, int], ...]:
    """Return the cell after the start from which on a shift is on which post, for each post."""
    found, rest, at = [], code, 0
    while True:
        found.append((at, rest & (POSTS - 1)))
        rest >>= POST_BITS
        if rest == 0:
            return tuple(found)
        at = rest & (CELLS - 1)
        rest >>= CELL_BITS


def posts_of(code: int) -> tuple[int, ...]:
    """Return the posts a shift is on, each once."""
    return tuple(dict.fromkeys(post for _, post in changes_of(code)))


def code_of(problem: RosterProblem, shift: Shift) -> int | None:
    """Return the number of a shift's posts; None where a plan cannot hold them."""
    posts, step = problem.requirement.posts, problem.horizon.interval_min
    code = 0
    for stint in reversed(shift.served):
        after = stint.span.start_min - shift.start_min
        if stint.post not in posts or after % step or after // step >= CELLS:
            return None
        code = (code << POST_BITS) | posts.index(stint.post)
        if after:
            code = (code << CELL_BITS) | after // step
    return code


def stints_of(
    problem: RosterProblem, span: Span, meal: Span | None, code: int
) -> tuple[Stint, ...]:
    """Return a shift's stints, a meal between two in the earlier one; none on one post only."""
    begins = list(_begins(problem, span, meal, code))
    if len(begins) == 1:
        return ()
    ends = (*(begin for begin, _ in begins[1:]), span.end_min)
    names = problem.requirement.posts
    return tuple(
        Stint(Span(begin, end), names[post])
        for (begin, post), end in zip(begins, ends, strict=True)
    )


def _begins(
    problem: RosterProblem, span: Span, meal: Span | None, code: int
) -> Iterator[tuple[int, int]]:
    """Yield from when on a shift is on which post, as the cells of work tell it."""
    step = problem.horizon.interval_min
    changes = changes_of(code)
    ends = [*(at for at, _ in changes[1:]), -(-span.length_min // step)]
    last = -1
    for (at, post), end in zip(changes, ends, strict=True):
        cells = (span.start_min + cell * step for cell in range(at, end))
        begin = next((cell for cell in cells if meal is None or cell not in meal), None)
        if begin is not None and post != last:
            yield (span.start_min if last < 0 else begin), post
            last = post
