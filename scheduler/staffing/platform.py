"""What selling platforms promise their customers, as targets to staff for."""

from __future__ import annotations

from scheduler.horizon import ClockSpan
from scheduler.post import LevelDefinition, StaffingTarget

DAYTIME = ClockSpan.parse("08:00-23:00")


def first_reply_30s(share: float) -> StaffingTarget:
    """Return: so many chats first answered within 30 seconds, of all offered."""
    return StaffingTarget(share, 30.0)


def three_minute_reply(share: float) -> StaffingTarget:
    """Return: so many chats first answered within 3 minutes (3分钟回复率), of all offered."""
    return StaffingTarget(share, 180.0)


def every_turn_3min(share: float) -> StaffingTarget:
    """Return: so many of all turns between 8:00 and 23:00 replied to within 3 minutes each."""
    return StaffingTarget(share, 180.0, hours=DAYTIME, every_turn=True)


def effective_reply_1h(share: float) -> StaffingTarget:
    """Return: so many chats between 8:00 and 23:00 answered within an hour, of all offered."""
    return StaffingTarget(share, 3600.0, LevelDefinition.ANSWERED_OF_OFFERED, DAYTIME)
