"""
``posts.toml``: a table per post, and the groups of posts that may be held together.

A post is closed on a weekday that ``opening`` does not name; without ``opening`` it is open round
the clock. A day's value is a list of windows, or a text with ``|`` between them.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from scheduler.errors import Fault, InputError
from scheduler.limits import require_within
from scheduler.post import (
    WEEKDAYS,
    ExperiencedAt,
    LevelDefinition,
    Post,
    SealGroup,
    SpeedsFrom,
    StaffingInputs,
    Target,
)
from scheduler.staffing.cycle import ReplyCycle
from store.files.settings import (
    Settings,
    Text,
    Window,
    Windows,
    at_key,
    made,
    read_settings,
    setting,
)

if TYPE_CHECKING:
    from scheduler.horizon import ClockSpan
    from store.files.document import Document
    from store.files.fault_log import FaultLog

SEAL = "seal"


class OpeningSettings(Settings):
    """Opening hours by weekday."""

    monday: Windows = ()
    tuesday: Windows = ()
    wednesday: Windows = ()
    thursday: Windows = ()
    friday: Windows = ()
    saturday: Windows = ()
    sunday: Windows = ()

    def opening(self) -> tuple[tuple[ClockSpan, ...], ...]:
        """Return the spans of each weekday, Monday first."""
        return tuple(getattr(self, day) for day in WEEKDAYS)


def _definition(value: object) -> LevelDefinition:
    known = [each.value for each in LevelDefinition]
    if value not in known:
        details = {"known": ", ".join(known)}
        raise InputError(Fault("definition_unknown", value=str(value), details=details))
    return LevelDefinition(str(value))


def _experienced(value: object) -> ExperiencedAt:
    known = [each.value for each in ExperiencedAt]
    if value not in known:
        details = {"known": ", ".join(known)}
        raise InputError(Fault("experienced_at_unknown", value=str(value), details=details))
    return ExperiencedAt(str(value))


def _speeds_from(value: object) -> SpeedsFrom:
    known = [each.value for each in SpeedsFrom]
    if value not in known:
        details = {"known": ", ".join(known)}
        raise InputError(Fault("speeds_from_unknown", value=str(value), details=details))
    return SpeedsFrom(str(value))


Definition = Annotated[LevelDefinition, setting(_definition)]
Experienced = Annotated[ExperiencedAt, setting(_experienced)]
Origin = Annotated[SpeedsFrom, setting(_speeds_from)]


class TargetSettings(Settings):
    """An entry of ``targets``."""

    share: float
    within_seconds: float
    definition: Definition = LevelDefinition.ANSWERED_OF_OFFERED
    hours: Window | None = None

    def target(self) -> Target:
        """Return the target."""
        return Target(self.share, self.within_seconds, self.definition, self.hours)


class CycleSettings(Settings):
    """The table ``reply_cycle``."""

    agent_seconds: float
    customer_seconds: float
    turns: float

    def cycle(self) -> ReplyCycle:
        """Return the rhythm."""
        return ReplyCycle(self.agent_seconds, self.customer_seconds, self.turns)


class PostSettings(Settings):
    """A post's table."""

    handle_seconds: float
    chats_at_once: int
    patience_seconds: float
    service_level: float
    within_seconds: float
    shrinkage: float = 0.0
    definition: Definition = LevelDefinition.ANSWERED_OF_OFFERED
    handle_seconds_by_level: tuple[float, ...] = ()
    speeds_from: Origin = SpeedsFrom.ENTERED
    reply_cycle: CycleSettings | None = None
    max_occupancy: float = 1.0
    answer_rate: float = 0.0
    targets: tuple[TargetSettings, ...] = ()
    deferrable: bool = False
    duties: tuple[Text, ...] = ()
    opening: OpeningSettings | None = None
    min_agents: int | None = None
    min_experienced: int = 0
    experienced_at: Experienced = ExperiencedAt.ALWAYS
    handover_minutes: int = 0

    def post(self, name: str) -> Post:
        """Return the post."""
        staffing = StaffingInputs(
            handle_s=self.handle_seconds,
            chats_at_once=self.chats_at_once,
            patience_s=self.patience_seconds,
            service_level=self.service_level,
            within_s=self.within_seconds,
            shrinkage=self.shrinkage,
            definition=self.definition,
            handle_s_by_level=self.handle_seconds_by_level,
            max_occupancy=self.max_occupancy,
            answer_rate=self.answer_rate,
            targets=tuple(each.target() for each in self.targets),
            is_deferrable=self.deferrable,
            speeds_from=self.speeds_from,
            reply_cycle=None if self.reply_cycle is None else self.reply_cycle.cycle(),
        )
        opening = None if self.opening is None else self.opening.opening()
        return Post(
            name,
            staffing,
            self.duties,
            opening,
            self.min_agents,
            self.min_experienced,
            self.experienced_at,
            self.handover_minutes,
        )


class SealSettings(Settings):
    """An entry of ``seal``."""

    posts: tuple[Text, ...]
    hours: Window

    def group(self) -> SealGroup:
        """Return the group."""
        return SealGroup(self.posts, self.hours)


def read_posts(
    document: Document, log: FaultLog
) -> tuple[tuple[Post, ...], tuple[SealGroup, ...], frozenset[str]]:
    """Return the posts and seal groups that can be read, and the names of all posts written."""
    written = document.values.get(SEAL)
    groups = written if isinstance(written, list) else None
    names = [name for name in document.values if name != SEAL or groups is None]
    require_within("posts", len(names), file=document.file)
    if not names:
        log.add([Fault("no_post_tables", document.file)])
    posts = [_post(document, name, log) for name in names]
    seals = [_seal(document, number, log) for number in range(len(groups or ()))]
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
    values: dict[str, Any] = {post.id: _post_values(post) for post in posts}
    if seals:
        values[SEAL] = [{"posts": list(seal.posts), "hours": str(seal.hours)} for seal in seals]
    return values


def _post(document: Document, name: str, log: FaultLog) -> Post | None:
    settings = read_settings(document, PostSettings, log, inside=(name,))
    if settings is None:
        return None
    return made(document, (name,), log, partial(settings.post, name))


def _seal(document: Document, number: int, log: FaultLog) -> SealGroup | None:
    settings = read_settings(document, SealSettings, log, inside=(SEAL, number))
    return None if settings is None else made(document, (SEAL, number), log, settings.group)


def _post_values(post: Post) -> dict[str, Any]:
    staffing = post.staffing
    values: dict[str, Any] = {
        "handle_seconds": staffing.handle_s,
        "chats_at_once": staffing.chats_at_once,
        "patience_seconds": staffing.patience_s,
        "service_level": staffing.service_level,
        "within_seconds": staffing.within_s,
        "shrinkage": staffing.shrinkage,
        **_staffing_beyond(staffing),
    }
    if post.duties:
        values["duties"] = list(post.duties)
    if post.min_agents is not None:
        values["min_agents"] = post.min_agents
    if post.min_experienced:
        values["min_experienced"] = post.min_experienced
    if post.experienced_at is not ExperiencedAt.ALWAYS:
        values["experienced_at"] = post.experienced_at.value
    if post.handover_min:
        values["handover_minutes"] = post.handover_min
    if post.opening is not None:
        values["opening"] = {
            day: "|".join(map(str, spans))
            for day, spans in zip(WEEKDAYS, post.opening, strict=True)
        }
    return values


def _staffing_beyond(staffing: StaffingInputs) -> dict[str, Any]:
    """Return the keys that differ from what holds without them."""
    usual = StaffingInputs()
    values: dict[str, Any] = {}
    if staffing.definition is not usual.definition:
        values["definition"] = staffing.definition.value
    if staffing.handle_s_by_level:
        values["handle_seconds_by_level"] = list(staffing.handle_s_by_level)
    if staffing.speeds_from is not usual.speeds_from:
        values["speeds_from"] = staffing.speeds_from.value
    if staffing.reply_cycle is not None:
        cycle = staffing.reply_cycle
        values["reply_cycle"] = {
            "agent_seconds": cycle.agent_s,
            "customer_seconds": cycle.customer_s,
            "turns": cycle.turns,
        }
    for name in ("max_occupancy", "answer_rate"):
        if getattr(staffing, name) != getattr(usual, name):
            values[name] = getattr(staffing, name)
    if staffing.is_deferrable:
        values["deferrable"] = True
    if staffing.targets:
        values["targets"] = [_target_values(target) for target in staffing.targets]
    return values


def _target_values(target: Target) -> dict[str, Any]:
    values: dict[str, Any] = {
        "share": target.share,
        "within_seconds": target.within_s,
        "definition": target.definition.value,
    }
    return values if target.hours is None else values | {"hours": str(target.hours)}
