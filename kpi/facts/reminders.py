"""Follow-ups that messages alone do not call for: unpaid orders, and what agents noted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import numpy as np

from kpi.facts.facts import Facts, counting
from kpi.facts.follow_ups import MINUTE_S, QUIET, FollowUp, FollowUpKind, follow_up
from scheduler.errors import gathering
from scheduler.keys import Cell, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.facts.attribution import Order
    from kpi.facts.messages import Messages
    from scheduler.horizon import Clock, ClockSpan

COLUMNS = ("reminded", "reminded_in_time", "reminded_paid")


@dataclass(frozen=True, slots=True)
class Noted:
    """
    A customer an agent noted to write to again: told of a promotion, or hesitating.

    Parameters
    ----------
    kind
        Why; silence and unpaid orders are found without a note.
    user, agent_id, post
        Whom, by whom, where.
    since_min
        When it was noted.
    """

    kind: FollowUpKind
    user: str
    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    post: Annotated[str, Key(cell=Cell.POST)]
    since_min: int

    def __post_init__(self) -> None:
        with gathering() as check:
            good = self.kind in {FollowUpKind.PROMOTED, FollowUpKind.HESITATING}
            check(good, "follow_up_not_noted", column="kind", value=self.kind)
            for column in ("user", "agent_id", "post"):
                check(bool(getattr(self, column)), "empty", column=column)


class WrittenTo:
    """
    When people, not machines, wrote to each customer.

    Parameters
    ----------
    messages
        In which it is looked up.
    """

    def __init__(self, messages: Messages) -> None:
        written = messages.where(~messages.is_customer & ~messages.is_automatic)
        order = np.lexsort((written.at_s, written.user))
        self._place = {user: at for at, user in enumerate(messages.users)}
        self._user = written.user[order]
        self._at_s = written.at_s[order]

    def first(self, user: str, since_min: int) -> int | None:
        """Return the minute of the first message from a moment on; None: there is none."""
        place = self._place.get(user, -1)
        low, high = np.searchsorted(self._user, (place, place + 1))
        at = low + int(np.searchsorted(self._at_s[low:high], since_min * MINUTE_S))
        return int(self._at_s[at]) // MINUTE_S if at < high else None


def unpaid_orders(
    orders: Iterable[Order],
    messages: Messages,
    agents: Mapping[str, str],
    *,
    clock: Clock,
    quiet: ClockSpan = QUIET,
) -> tuple[FollowUp, ...]:
    """
    Return the reminders that orders call for; payment ends the clock.

    Paid before the reminder had to be sent, an order calls for none, unless one led to the payment
    in its time. Paid later without one, it was missed: what is written after payment reminds of
    nothing.

    Parameters
    ----------
    orders
        Placed, paid or not.
    messages
        In which a reminder is looked for: the first message of a person to the buyer since.
    agents
        Who is credited with each order, by its id; silent orders have no reminder.
    """
    found = []
    written = WrittenTo(messages)
    for order in orders:
        agent = agents.get(order.id, "")
        if not agent:
            continue
        due = follow_up(
            FollowUpKind.UNPAID,
            user=order.buyer,
            agent_id=agent,
            post=order.post,
            since_min=order.placed_min,
            clock=clock,
            quiet=quiet,
        )
        done_min = written.first(order.buyer, order.placed_min)
        if order.paid_min is not None and done_min is not None and done_min > order.paid_min:
            done_min = None
        reminded = replace(due, done_min=done_min)
        late = order.paid_min is None or order.paid_min > due.latest_min
        if late or (done_min is not None and done_min >= due.earliest_min):
            found.append(reminded)
    return tuple(found)


def noted_follow_ups(
    noted: Iterable[Noted], messages: Messages, *, clock: Clock, quiet: ClockSpan = QUIET
) -> tuple[FollowUp, ...]:
    """Return what was noted, each done by the first message of a person to the customer since."""
    written = WrittenTo(messages)
    found = []
    for one in noted:
        due = follow_up(
            one.kind,
            user=one.user,
            agent_id=one.agent_id,
            post=one.post,
            since_min=one.since_min,
            clock=clock,
            quiet=quiet,
        )
        done_min = written.first(one.user, one.since_min + 1)  # what is noted was just written
        found.append(replace(due, done_min=done_min))
    return tuple(found)


def facts_of_reminders(
    found: Sequence[FollowUp], orders: Iterable[Order], *, clock: Clock
) -> Facts:
    """Return reminders sent, of them in time, and of them followed by payment, by day."""
    paid = {(order.buyer, order.placed_min): order.paid_min for order in orders}
    counts = counting(COLUMNS)
    for one in found:
        if one.done_min is None:
            continue
        row = counts[one.agent_id, one.post, clock.date_of(one.since_min)]
        paid_min = paid.get((one.user, one.since_min))
        row["reminded"] += 1
        row["reminded_in_time"] += bool(one.in_time(one.done_min))
        row["reminded_paid"] += paid_min is not None and paid_min >= one.done_min
    return Facts.counted(counts, COLUMNS)
