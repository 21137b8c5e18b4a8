"""Sends what waits to be told, in a thread beside the app."""

from __future__ import annotations

import datetime as dt
import http.client
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.errors import InputError, PaibanError
from service.desk import Desk, Person
from service.outbound.channels import OutboundChannel, channel_and_key
from service.outbound.forms import HowTaken, OutboundMessage, post_of, taken
from service.outbound.robots import robots
from store.database import Database
from store.dispatches import Dispatch, DispatchState

if TYPE_CHECKING:
    from service.outbound.channels import OutboundKey
    from service.outbound.forms import HttpPost

log = logging.getLogger("paiban.outbound")

LOOK_S = 2.0  # between two looks whether something waits
ANSWER_S = 10.0  # for the other side
LEASE_S = 60  # until a sender that took a message is thought to be gone
FIRST_AGAIN_S, LONGEST_AGAIN_S = 30, 3600
MOST_TRIES = 10  # about five hours
MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)
READ_BYTES = 4096

Compose = Callable[[Desk, OutboundChannel, Dispatch], OutboundMessage]
"""Makes the message of a dispatch in the language of its channel; raises InputError."""


class _NoOtherPlace(urllib.request.HTTPRedirectHandler):
    """Follows nobody: a message goes where it was addressed to, or nowhere."""

    def redirect_request(self, *_arguments: object) -> None:
        """Return that there is no other request."""


def this_moment() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


def posted(post: HttpPost) -> tuple[int, bytes]:
    """Return status and beginning of the answer to a request; raises OSError without one."""
    asked = urllib.request.Request(post.url, post.body, dict(post.heads), method="POST")
    opener = urllib.request.build_opener(_NoOtherPlace())
    try:
        with opener.open(asked, timeout=ANSWER_S) as answer:
            return answer.status, answer.read(READ_BYTES)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(READ_BYTES)
    except http.client.HTTPException as error:
        raise OSError(repr(error)) from error


@dataclass(slots=True)
class Sender:
    """
    Sends the messages of a database; several senders share them.

    Parameters
    ----------
    url
        Of the database.
    compose
        Makes the messages.
    now
        The clock.
    """

    url: str
    compose: Compose
    now: Callable[[], dt.datetime] = this_moment
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send."""
        self._thread = threading.Thread(target=self._run, name="outbound", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, after the message that is on its way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2 * ANSWER_S)

    def step(self) -> int:
        """Send what is due, as fast as its channels take it; return how many were tried."""
        database = Database(self.url)
        try:
            with database.read() as unit:
                due = unit.dispatches.due(self.now())
            return sum(self._try(database, one) for one in due if not self._stop.is_set())
        finally:
            database.close()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_S):
            try:
                self.step()
            except (PaibanError, OSError) as error:  # a locked database; the messages stay
                log.error("nothing could be sent: %s", error)

    def _try(self, database: Database, one: Dispatch) -> bool:
        """Send a message unless its channel has had enough for now or another sender took it."""
        now = self.now()
        with database.write() as unit:
            told = channel_and_key(unit, one)
            if told is not None:
                robot = robots()[told[0].kind]
                limits = ((MINUTE, robot.per_minute), (SECOND, robot.per_second))
                if any(
                    unit.dispatches.sent_since(one.shop_id, one.channel, now - past) >= most
                    for past, most in limits
                ):
                    return False
            if not unit.dispatches.claim(one, now + dt.timedelta(seconds=LEASE_S)):
                return False
        state, answer, again_s = self._sent(database, one, told)
        with database.write() as unit:
            unit.dispatches.end(one, state, answer, self.now(), again_s=again_s)
        log.info("dispatch %d: %s", one.id, state)
        return True

    def _sent(
        self, database: Database, one: Dispatch, told: tuple[OutboundChannel, OutboundKey] | None
    ) -> tuple[DispatchState, str, int]:
        """Return how far a message is after a try, what came back, and when to try again."""
        if told is None:
            return DispatchState.GIVEN_UP, "", 0
        channel, key = told
        desk = Desk(database, one.shop_id, Person(one.asked.by), self.now())
        try:
            message = self.compose(desk, channel, one)
        except InputError as error:
            return DispatchState.REFUSED, ", ".join(fault.code for fault in error.faults), 0
        try:
            status, body = posted(post_of(channel.kind, key, message, self.now()))
        except OSError as error:
            how, answer = HowTaken.LATER, str(getattr(error, "reason", error))[:200]
        else:
            how, answer = taken(channel.kind, status, body)
        if how is HowTaken.YES:
            return DispatchState.SENT, answer, 0
        if how is HowTaken.NEVER:
            return DispatchState.REFUSED, answer, 0
        if one.attempts + 1 >= MOST_TRIES:
            return DispatchState.GIVEN_UP, answer, 0
        return DispatchState.WAITS, answer, min(LONGEST_AGAIN_S, FIRST_AGAIN_S << one.attempts)
