"""What a log of chats measured, as staffing inputs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.post import SpeedsFrom

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.post import StaffingInputs
    from scheduler.staffing.measured import MeasuredChats
    from service.desk import Desk


def measured_inputs(found: MeasuredChats, staffing: StaffingInputs) -> StaffingInputs:
    """
    Return a post's inputs with what was measured in place of what was believed.

    Handling times by number of open chats are taken where the log knows them up to the post's
    slots, else the mean handling time; patience where customers were seen to leave. The rest stays.
    Where every turn is promised the rhythm of replies stays, with as many turns as make a chat last
    as long as was measured: without it turns cannot be staffed for.
    """
    slots = int(staffing.chats_at_once)
    promises_turns = any(target.every_turn for target in staffing.targets)
    known = {level.chats: level.handle_s for level in found.levels if level.handle_s is not None}
    changes: dict[str, object] = {}
    if promises_turns:
        longest = known.get(slots, found.handle_s)
        changes = {} if longest is None else _stretched(staffing, longest)
    elif all(chats in known for chats in range(1, slots + 1)):
        times = tuple(round(known[chats], 1) for chats in range(1, slots + 1))
        changes = {"handle_s": times[-1], "handle_s_by_level": times}
        changes |= {"speeds_from": SpeedsFrom.CHATS, "reply_cycle": None}
    elif found.handle_s is not None:
        changes = {"handle_s": round(found.handle_s, 1), "handle_s_by_level": ()}
        changes |= {"speeds_from": SpeedsFrom.ENTERED, "reply_cycle": None}
    if found.patience_s is not None:
        changes["patience_s"] = round(found.patience_s, 1)
    return dataclasses.replace(staffing, **changes)  # type: ignore[arg-type]  # names as declared


def _stretched(staffing: StaffingInputs, handle_s: float) -> dict[str, object]:
    """Return the inputs of a post's rhythm, stretched to a handling time with all slots in use."""
    assert staffing.reply_cycle is not None  # StaffingInputs promises turns of a known rhythm alone
    slots = int(staffing.chats_at_once)
    cycle = staffing.reply_cycle.lasting(slots, handle_s)
    times = tuple(cycle.handle_s(chats) for chats in range(1, slots + 1))
    return {"handle_s": times[-1], "handle_s_by_level": times, "reply_cycle": cycle}


def use_measured(desk: Desk, found: MeasuredChats) -> StaffingInputs:
    """
    Keep what a log measured as a post's staffing inputs, for requirements made from now on.

    Raises
    ------
    InputError
        When the shop has no such post.
    """
    return use_inputs(desk, found.post, "chats", lambda staffing: measured_inputs(found, staffing))


def use_handle_time(desk: Desk, post: str, handle_s: float) -> StaffingInputs:
    """Keep a mean handling time, in seconds, as ``use_measured`` keeps what a log measured."""

    def changed(staffing: StaffingInputs) -> StaffingInputs:
        if any(target.every_turn for target in staffing.targets):
            return dataclasses.replace(staffing, **_stretched(staffing, handle_s))  # type: ignore[arg-type]  # names as declared
        return dataclasses.replace(
            staffing,
            handle_s=round(handle_s, 1),
            handle_s_by_level=(),
            speeds_from=SpeedsFrom.ENTERED,
            reply_cycle=None,
        )

    return use_inputs(desk, post, "volumes", changed)


def use_inputs(
    desk: Desk, post_id: str, source: str, changed: Callable[[StaffingInputs], StaffingInputs]
) -> StaffingInputs:
    """
    Keep a post's staffing inputs, changed by what a source showed; return them.

    Raises
    ------
    InputError
        When the shop has no such post.
    """
    with desk.write("post_saved", ("post", post_id)) as unit:
        unit.shops.get(desk.shop_id)
        posts = unit.shops.posts(desk.shop_id)
        old = next((post for post in posts if post.id == post_id), None)
        if old is None:
            raise InputError(Fault("unknown_post", value=post_id))
        new = dataclasses.replace(old, staffing=changed(old.staffing))
        unit.shops.save_posts(desk.shop_id, tuple(new if post is old else post for post in posts))
        unit.note(post_id, {"from": source})
    return new.staffing
