"""
Complaints as a plain table.

``complaints.csv``: ``number, post, agent_id, owner, channel, received`` and optionally ``evidence,
answered, closed, at_fault, decided, decided_by, appealed, solved, content``; empty is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from kpi.registers.complaints import Channel, Complaint
from store.files.cells import (
    AgentOrNobody,
    KnownAgent,
    KnownPost,
    Moment,
    MomentOrNone,
    Name,
    Text,
    YesNo,
    YesNoOrNone,
    choice,
)
from store.files.kinds import Known
from store.files.kpi_tables import one_of, read_records
from store.files.rows import Record
from store.files.source import write_table

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
ChannelCell = Annotated[Channel, choice(one_of(Channel, CHANNELS))]


class ComplaintRecord(Record):
    """A row of ``complaints``."""

    number: Name
    post: KnownPost
    agent_id: AgentOrNobody
    owner: KnownAgent
    channel: ChannelCell
    received: Moment
    evidence: Text = ""
    answered: MomentOrNone = None
    closed: MomentOrNone = None
    at_fault: YesNoOrNone = None
    decided: MomentOrNone = None
    decided_by: Text = ""
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
    known = Known.of(clock, posts=posts, agents=agents)
    make = ComplaintRecord.complaint
    return read_records(path, SHEET, ComplaintRecord, make, known=known, once=("number",))


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
