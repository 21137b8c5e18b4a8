"""The columns of a week's tables, as FORMAT describes them, and what their rows become."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import create_model

from scheduler.agent import Absence, Agent, AgentLimit, Certificate, Contract, Wish
from scheduler.session import Session
from scheduler.shift import Shift
from store.files.cells import (
    DateOrNone,
    KnownAgent,
    KnownPost,
    KnownPosts,
    KnownTeam,
    Moment,
    Name,
    Text,
    YesNo,
    YesNoOrNone,
)
from store.files.number_cells import Count, CountOrUnknown, Exact, Number, Whole, WholeOrNone
from store.files.rows import Record
from store.files.week_cells import (
    IntervalStart,
    KnownKind,
    PastIntervalStart,
    PastMoment,
    Sittings,
    Stints,
    Stretch,
    Stretches,
    WeekMoment,
    WishDate,
    Wished,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

QUANTILE = re.compile(r"q0?\.\d+")


class AgentRecord(Record):
    """A row of ``agents``."""

    agent_id: Name
    name: Text
    team: Text
    posts: KnownPosts
    contract_hours_week: Number
    hourly_cost: Exact
    no_nights: YesNo
    overtime_consent: YesNo = False
    hired: DateOrNone = None
    experienced: YesNoOrNone = None
    min_hours_week: Number = 0.0
    max_consecutive_days: WholeOrNone = None
    min_consecutive_days: WholeOrNone = None
    min_consecutive_days_off: WholeOrNone = None

    def agent(self, periods: Mapping[tuple[str, str], tuple[Certificate, ...]]) -> Agent:
        """Return the agent; a post for which no periods are given is certified without limit."""
        certificates = tuple(
            certificate
            for post in self.posts
            for certificate in periods.get((self.agent_id, post), (Certificate(post),))
        )
        return Agent(
            id=self.agent_id,
            name=self.name,
            team=self.team,
            certificates=certificates,
            contract=Contract(
                self.contract_hours_week,
                self.hourly_cost,
                self.min_hours_week,
                self.max_consecutive_days,
                self.min_consecutive_days,
                self.min_consecutive_days_off,
            ),
            no_nights=self.no_nights,
            overtime_consent=self.overtime_consent,
            hired=self.hired,
            is_experienced=self.experienced,
        )


class CertificateRecord(Record):
    """A row of ``certificates``: a period in which an agent is certified for a post."""

    agent_id: KnownAgent
    post: KnownPost
    valid_from: DateOrNone
    valid_to: DateOrNone

    def certificate(self) -> Certificate:
        """Return the certificate."""
        return Certificate(self.post, self.valid_from, self.valid_to)


class RequirementRecord(Record):
    """A row of ``requirement``: people needed from ``start`` for one interval."""

    start: IntervalStart
    post: KnownPost
    agents: Count


class VolumeRecord(Record):
    """A row of ``volumes``: chats that arrived; an empty cell: not known."""

    start: PastIntervalStart
    post: KnownPost
    volume: CountOrUnknown


class ForecastRecord(Record):
    """A row of ``forecast``: chats expected; columns such as ``q0.9`` hold quantiles."""

    start: IntervalStart
    post: KnownPost
    volume: Count

    @property
    def quantiles(self) -> dict[float, float]:
        """Return the chats at each quantile level."""
        names = type(self).model_fields.keys() - ForecastRecord.model_fields.keys()
        return {float(name[1:]): getattr(self, name) for name in names}


def forecast_record(columns: tuple[str, ...]) -> type[ForecastRecord]:
    """Return the record of a forecast table that may have quantile columns."""
    quantiles: Any = {name: (Count, ...) for name in columns if QUANTILE.fullmatch(name)}
    return create_model("ForecastRecord", __base__=ForecastRecord, **quantiles)


class AbsenceRecord(Record):
    """A row of ``absences``."""

    agent_id: KnownAgent
    start: Moment
    end: Moment
    kind: Text

    def absence(self) -> Absence:
        """Return the absence."""
        return Absence(self.agent_id, self.start, self.end, self.kind)


class WishRecord(Record):
    """A row of ``preferences``."""

    agent_id: KnownAgent
    date: WishDate
    wish: Wished
    weight: Count

    def as_wish(self) -> Wish:
        """Return the wish."""
        window, kind, is_against = self.wish
        return Wish(self.agent_id, self.date, window, self.weight, kind, is_against)


class LimitRecord(Record):
    """A row of ``agent_limits``."""

    agent_id: KnownAgent
    kind: KnownKind
    max_per_month: Whole

    def limit(self) -> AgentLimit:
        """Return the limit."""
        return AgentLimit(self.agent_id, self.kind, self.max_per_month)


class SessionRecord(Record):
    """A row of ``sessions``: training or a meeting for one agent or one team."""

    session_id: Name
    agent_id: KnownAgent = ""
    team: KnownTeam = ""
    minutes: Whole
    kind: Text = ""
    earliest: Moment
    latest: Moment

    def session(self) -> Session:
        """Return the session."""
        return Session(
            self.session_id,
            self.agent_id,
            self.team,
            self.minutes,
            self.earliest,
            self.latest,
            self.kind,
        )


class ShiftRecord(Record):
    """A row of a roster; any agent, since the checker is to name the unknown ones."""

    agent_id: Name
    post: KnownPost
    start: Moment
    end: Moment
    meal: Stretch
    breaks: Stretches = ()
    sessions: Sittings = ()
    stints: Stints = ()

    def shift(self) -> Shift:
        """Return the shift."""
        return Shift(
            self.agent_id,
            self.start,
            self.end,
            self.post,
            self.meal,
            self.breaks,
            self.sessions,
            self.stints,
        )


class HistoryRecord(ShiftRecord):
    """A row of ``history``: a shift that starts before the week; people who left may occur."""

    start: PastMoment


class PinRecord(ShiftRecord):
    """A row of ``pins``: a fixed shift of this week."""

    agent_id: KnownAgent
    start: WeekMoment
