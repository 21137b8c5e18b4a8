"""What is written of a post in a form, and what people call it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from scheduler.keys import Asked, Cell, Key
from scheduler.post import ExperiencedAt, Post, StaffingInputs
from service.shop.opening import opening

PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class PostNamed:
    """
    What people call a post.

    Parameters
    ----------
    post
        Its id.
    zh, en
        In each language; empty: as its id says.
    """

    post: Annotated[str, Key(cell=Cell.POST)]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class PostTold:
    """
    What is written of a post; fields as in ``Post`` and ``StaffingInputs``, shares in percent.

    Parameters
    ----------
    id
        Name in files; empty: the Chinese name, or the English one.
    zh, en
        What people call it.
    duties
        A line each.
    hours
        Opening hours as people write them (``service.shop.opening``).
    """

    id: str
    zh: str
    en: str
    duties: str
    hours: str
    handle_s: Annotated[float, Asked(least=1, most=36_000, step=30)]
    chats_at_once: Annotated[int, Asked(least=1, most=20)]
    service_level: Annotated[float, Asked(least=1, most=99.9, step=1)]
    within_s: Annotated[float, Asked(most=36_000, step=5)]
    min_agents: Annotated[int | None, Asked(most=200)] = None
    patience_s: Annotated[float, Asked(least=1, most=36_000, step=30)] = 180.0
    shrinkage: Annotated[float, Asked(most=90, step=1)] = 0.0
    max_occupancy: Annotated[float, Asked(least=1, most=100, step=5)] = 100.0
    answer_rate: Annotated[float, Asked(most=99.9, step=1)] = 0.0
    min_experienced: Annotated[int, Asked(most=200)] = 0
    experienced_at: ExperiencedAt = ExperiencedAt.ALWAYS
    handover_minutes: Annotated[int, Asked(most=120, step=5)] = 0
    absence_rate: Annotated[float, Asked(most=50, step=1)] = 0.0
    lapse_minutes: Annotated[float, Asked(least=1, most=120, step=5)] = 15.0

    @classmethod
    def of(cls, post: Post, named: PostNamed, hours: str) -> PostTold:
        """Return what a form begins with."""
        needs = post.staffing
        return cls(
            post.id,
            named.zh,
            named.en,
            "\n".join(post.duties),
            hours,
            needs.handle_s,
            needs.chats_at_once,
            round(needs.service_level * PERCENT, 6),
            needs.within_s,
            post.min_agents,
            needs.patience_s,
            round(needs.shrinkage * PERCENT, 6),
            round(needs.max_occupancy * PERCENT, 6),
            round(needs.answer_rate * PERCENT, 6),
            post.min_experienced,
            post.experienced_at,
            post.handover_min,
            round(needs.absence_rate * PERCENT, 6),
            needs.lapse_min,
        )

    def post(self, old: Post | None) -> Post:
        """Return the post; what is not asked stays as it was."""
        kept = Post(self.id or self.zh or self.en) if old is None else old
        duties = tuple(line.strip() for line in self.duties.splitlines() if line.strip())
        return replace(
            kept,
            staffing=self._staffing(kept.staffing),
            duties=duties,
            opening=opening(self.hours),
            min_agents=self.min_agents,
            min_experienced=self.min_experienced,
            experienced_at=self.experienced_at,
            handover_min=self.handover_minutes,
        )

    def _staffing(self, old: StaffingInputs) -> StaffingInputs:
        """Return the inputs; times by number of open chats fit the new number of slots, or go."""
        slots = int(self.chats_at_once)
        changes: dict[str, object] = {}
        if len(old.handle_s_by_level) not in {0, slots}:
            plain = StaffingInputs()
            names = ("handle_s_by_level", "speeds_from", "reply_cycle")
            changes = {name: getattr(plain, name) for name in names}
        return replace(
            old,
            handle_s=self.handle_s,
            chats_at_once=slots,
            patience_s=self.patience_s,
            service_level=self.service_level / PERCENT,
            within_s=self.within_s,
            shrinkage=self.shrinkage / PERCENT,
            max_occupancy=self.max_occupancy / PERCENT,
            answer_rate=self.answer_rate / PERCENT,
            absence_rate=self.absence_rate / PERCENT,
            lapse_min=self.lapse_minutes,
            **changes,  # type: ignore[arg-type]  # fields of its own
        )
