"""Counts what is asked of the app, and gives each request an id under which it is logged."""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.health import Gauge
from service.running_log import request_id

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("paiban.request")
HEADER = b"x-request-id"
GIVEN = re.compile(rb"[A-Za-z0-9-]{8,64}")


@dataclass(slots=True)
class Traffic:
    """What was asked of the app since it started."""

    answers: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    open_sockets: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, status: int, seconds: float) -> None:
        """Count an answer."""
        with self._lock:
            self.answers[f"{status // 100}xx"] += 1
            self.seconds += seconds

    def sockets(self, more: int) -> None:
        """Count a websocket that was opened (1) or closed (-1): one for each open page."""
        with self._lock:
            self.open_sockets += more

    def gauges(self) -> list[Gauge]:
        """Return the numbers by which it is watched."""
        with self._lock:
            told = "Answers by class of status"
            found = [
                Gauge("paiban_requests_total", told, count, f'status="{status}"', "counter")
                for status, count in sorted(self.answers.items())
            ]
            seconds = Gauge(
                "paiban_request_seconds_total", "Time of all answers", self.seconds, kind="counter"
            )
            return [*found, seconds, Gauge("paiban_pages_open", "Open pages", self.open_sockets)]


TRAFFIC = Traffic()


class CountedRequests:
    """
    Middleware that counts requests and logs each with an id, and nothing of who asks for what.

    Of the path only the first part is logged: further parts, and what follows a question mark, may
    name people or hold a personal link's secret.
    """

    def __init__(self, app: ASGIApp, traffic: Traffic = TRAFFIC) -> None:
        self.app, self.traffic = app, traffic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "websocket":
            self.traffic.sockets(1)
            try:
                await self.app(scope, receive, send)
            finally:
                self.traffic.sockets(-1)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"]).get(HEADER, b"")
        named = given.decode() if GIVEN.fullmatch(given) else secrets.token_hex(8)
        token, began, status = request_id.set(named), time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", ()), (HEADER, named.encode())]
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            seconds = time.perf_counter() - began
            self.traffic.answered(status, seconds)
            first = scope["path"].split("/")[1] if "/" in scope["path"] else ""
            log.info("%s /%s %d %.0f ms", scope["method"], first, status, seconds * 1000)
            request_id.reset(token)
