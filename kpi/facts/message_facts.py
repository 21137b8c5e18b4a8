"""Messages -> chats -> facts: customers, replies and turns, where no log of chats says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.chats import facts_of_chats
from kpi.facts.outcomes import ChatOutcomes
from scheduler.chats import NOBODY, ChatRecords

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from kpi.facts.facts import Facts, Floats, Ints
    from kpi.facts.messages import Messages
    from scheduler.dispatch import Interruption
    from scheduler.horizon import Clock
    from scheduler.shift import Shift

WITHIN_S = 24 * 3600
"""A reply later than this answers nothing that was asked."""
BACK_AFTER_S = 30 * 60
"""Who writes again after this long and on another day came back: a new turn, the old one ended."""


def facts_of_messages(
    messages: Messages,
    shifts: Sequence[Shift] = (),
    interruptions: Sequence[Interruption] = (),
    *,
    clock: Clock,
) -> Facts:
    """Return what was counted of messages, per agent, post and day, as if a log held the chats."""
    records, outcomes = chats_of_messages(messages, clock=clock)
    return facts_of_chats(records, outcomes, shifts, interruptions, clock=clock)


def chats_of_messages(messages: Messages, *, clock: Clock) -> tuple[ChatRecords, ChatOutcomes]:
    """
    Return the chats messages make up, and their turns.

    A turn begins with a customer's message while none of theirs is open, and ends with the first
    reply of a person within 24 hours; what machines write is passed over. A turn that nobody
    replies to ends when its customer comes back on another day, and stays unanswered: what is
    replied then answers the new turn. It counts for who replied, else for whom it was assigned to.
    The turns of a customer with one agent on one post and calendar day are one chat.
    """
    people = messages.where(~messages.is_automatic)
    days = people.dates(clock).astype(np.int64)
    begins = people.is_first | _comes_back(people, days)
    first = np.flatnonzero(begins)
    reply = people.next_reply(~people.is_customer)[first]
    reply = np.where(reply < np.append(first[1:], len(people)), reply, NOBODY)
    answer = np.maximum(reply, 0)
    waited = np.where(reply >= 0, people.at_s[answer] - people.at_s[first], np.inf)
    replied = waited <= WITHIN_S
    agent = np.where(replied, people.agent[answer], people.agent[first]).astype(np.int64)
    customer = people.customer[first]
    keys = np.stack((customer, agent, days[first], people.post[first])).astype(np.int64)
    _, begin, chat = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    chat, size = chat.reshape(-1), len(begin)
    asked = np.bincount((np.cumsum(begins) - 1)[people.is_customer], minlength=len(first))

    def total(values: npt.NDArray[np.generic]) -> Floats:
        return np.bincount(chat, values.astype(np.float64), size).astype(np.float64)

    began = people.at_s[first].astype(np.float64)
    ended = np.where(replied, people.at_s[answer], began)
    replied_s = np.full(size, np.inf)
    np.minimum.at(replied_s, chat[replied], ended[replied])
    last = np.zeros(size)
    np.maximum.at(last, chat, ended)
    answered = np.isfinite(replied_s)
    values = {
        "replies": total(replied),
        "reply_s": total(np.where(replied, waited, 0.0)),
        "turns": total(np.ones(len(first))),
        "customer_messages": total(asked),
        "agent_messages": _written(people, days, keys[:, begin]),
    }
    order = np.argsort(began[begin], kind="stable")
    records = ChatRecords(
        people.posts,
        people.agents,
        keys[3][begin][order],
        np.where(answered, keys[1][begin], NOBODY)[order],
        began[begin][order],
        np.where(answered, replied_s, np.nan)[order],
        last[order],
    )
    by_order = {name: each[order] for name, each in values.items()}
    return records, ChatOutcomes(keys[1][begin][order], by_order)


def _comes_back(people: Messages, days: Ints) -> npt.NDArray[np.bool_]:
    """Return which messages are of customers who come back on another day."""
    found = people.is_customer.copy()
    found[:1] = False
    found[1:] &= (days[1:] != days[:-1]) & (np.diff(people.at_s) > BACK_AFTER_S)
    return found


def _written(people: Messages, days: Ints, chats: Ints) -> Floats:
    """Return how many messages the agent of each chat (customer, agent, day, …) wrote."""
    mine = ~people.is_customer
    written = np.stack((people.customer[mine], people.agent[mine], days[mine]))
    both = np.concatenate((chats[:3], written), axis=1).astype(np.int64)
    _, code = np.unique(both, axis=1, return_inverse=True)
    code = code.reshape(-1)
    counts = np.bincount(code[chats.shape[1] :], minlength=int(code.max(initial=0)) + 1)
    own = code[: chats.shape[1]]
    _, earliest = np.unique(own, return_index=True)
    is_first = np.zeros(len(own), dtype=bool)
    is_first[earliest] = True
    return np.where(is_first, counts[own], 0).astype(np.float64)
