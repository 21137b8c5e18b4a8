"""
Complaints as a plain table.

``complaints.csv``: ``number, post, agent_id, owner, channel, received`` and optionally ``evidence,
answered, closed, at_fault, decided, decided_by, appealed, solved, content``; empty is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from kpi.complaints import Channel, Complaint
from scheduler.errors import require
from store.files.cells import NO, YES, Known, KnownAgent, KnownPost, Moment, Name, YesNo, kind
from store.files.fault_log import FaultLog
from store.files.rows import Record, build, note_repeats, read_rows
from store.files.source import open_table, write_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from scheduler.horizon import Clock
    from store.files.source import Cells

SHEET = "complaints"
CHANNELS = {
    "聊天": Channel.CHAT,
    "电话": Channel.PHONE,
    "平台": Channel.PLATFORM,
    "评价": Channel.REVIEW,
    "其他": Channel.OTHER,
}


def _channel(text: str, _: Known) -> Channel:
    names = {str(one): one for one in Channel} | CHANNELS
    require(text in names, "not_one_of", value=text, known=", ".join(names))
    return names[text]


def _moment_or_none(text: str, known: Known) -> int | None:
    return known.clock.parse(text) if text else None


def _yes_no_or_none(text: str, _: Known) -> bool | None:
    require(text.lower() in YES | NO | {""}, "not_yes_no", value=text)
    return text.lower() in YES if text else None


def _agent_or_none(text: str, known: Known) -> str:
    require(not text or known.agents is None or text in known.agents, "unknown_agent", value=text)
    return text


ChannelCell = Annotated[Channel, kind(_channel)]
MomentOrNone = Annotated[int | None, kind(_moment_or_none)]
YesNoOrNone = Annotated[bool | None, kind(_yes_no_or_none)]
AgentOrNone = Annotated[str, kind(_agent_or_none)]


class ComplaintRecord(Record):
    """A row of ``complaints``."""

    number: Name
    post: KnownPost
    agent_id: AgentOrNone
    owner: KnownAgent
    channel: ChannelCell
    received: Moment
    evidence: str = ""
    answered: MomentOrNone = None
    closed: MomentOrNone = None
    at_fault: YesNoOrNone = None
    decided: MomentOrNone = None
    decided_by: str = ""
    appealed: YesNo = False
    solved: YesNoOrNone = None
    content: YesNoOrNone = None

    def complaint(self) -> Complaint:
        """Return the complaint."""
        return Complaint(
            self.number,
            self.post,
            self.agent_id,
            self.owner,
            self.channel,
            self.evidence,
            self.received,
            self.answered,
            self.closed,
            self.at_fault,
            self.decided,
            self.decided_by,
            self.appealed,
            self.solved,
            self.content,
        )


def read_complaints(
    path: Path,
    clock: Clock,
    *,
    posts: Collection[str] | None = None,
    agents: Collection[str] | None = None,
) -> tuple[Complaint, ...]:
    """Return the complaints of a CSV file or the sheet ``complaints``; raises with every fault."""
    log = FaultLog()
    table = open_table(path, SHEET)
    known = Known(
        clock,
        posts=None if posts is None else frozenset(posts),
        agents=None if agents is None else frozenset(agents),
    )
    lines = read_rows(table, ComplaintRecord, known, log)
    note_repeats(lines, table, ("number",), "duplicate_row", log)
    made = build(lines, table.file, ComplaintRecord.complaint, log)
    log.raise_any()
    return made


def write_complaints(complaints: Iterable[Complaint], path: Path, clock: Clock) -> None:
    """Write complaints as CSV, or as a sheet of a workbook (``.xlsx``)."""
    body: list[Cells] = [
        (
            one.number,
            one.post,
            one.agent_id,
            one.owner,
            str(one.channel),
            clock.format(one.received_min),
            one.evidence,
            *(_moment(at, clock) for at in (one.answered_min, one.closed_min)),
            _flag(one.is_at_fault),
            _moment(one.decided_min, clock),
            one.decided_by,
            _flag(one.is_appealed),
            _flag(one.is_solved),
            _flag(one.is_content),
        )
        for one in complaints
    ]
    write_table(SHEET, (tuple(ComplaintRecord.model_fields), body), path)


def _moment(at_min: int | None, clock: Clock) -> str:
    return "" if at_min is None else clock.format(at_min)


def _flag(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
