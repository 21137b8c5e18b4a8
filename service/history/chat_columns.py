"""What columns a log of chats has, and which of them say what."""

from __future__ import annotations

from store.files.raw_chats import ChatColumns, columns_of

__all__ = ["ChatColumns", "columns_of"]

KNOWN = {
    "start": (
        *("start", "arrived", "created", "created_at", "start_time"),
        *("进线时间", "接入时间", "咨询时间", "会话开始时间", "开始时间", "创建时间"),
    ),
    "first_reply": (
        *("first_reply", "replied", "answered", "first_response_time"),
        *("首次响应时间", "首次回复时间", "首响时间", "人工首次回复时间"),
    ),
    "end": ("end", "ended", "closed", "closed_at", "end_time", "会话结束时间", "结束时间"),
    "post": ("post", "queue", "skill", "岗位", "队列", "技能组", "分组"),
    "agent": ("agent", "agent_id", "客服", "客服工号", "客服昵称", "接待客服", "工号"),
    "abandoned": ("abandoned", "是否放弃", "放弃"),
}
"""Names by which exports call a column, most usual first."""


def guessed(columns: tuple[str, ...]) -> dict[str, str]:
    """Return the column that most likely says each of these; those without one are left out."""
    by_name = {column.strip().lower(): column for column in columns}
    found = {
        what: next((by_name[name] for name in names if name in by_name), None)
        for what, names in KNOWN.items()
    }
    return {what: column for what, column in found.items() if column is not None}
