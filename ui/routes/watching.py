"""Routes for whoever watches the program: health, readiness and metrics, on loopback alone."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from scheduler.errors import Fault, InputError
from service import health
from service.backups import BackupPlan
from ui.own_hosts import OwnHosts
from ui.routes.traffic import TRAFFIC, Traffic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from service.health import Gauge


LOOPBACK = "127.0.0.1"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
STOP_S = 10.0


@dataclass(frozen=True, slots=True)
class WatchedApp:
    """
    What is watched.

    Parameters
    ----------
    url, plan
        The database, and when backups are made; None: never.
    traffic
        What was asked of the app so far.
    """

    url: str
    plan: BackupPlan | None = None
    traffic: Traffic = field(default_factory=lambda: TRAFFIC)

    def routes(self) -> list[Route]:
        """Return the routes, to be mounted where only this computer reaches them."""
        return [
            Route("/health", self._health),
            Route("/ready", self._ready),
            Route("/metrics", self._metrics),
        ]

    def _health(self, _request: Request) -> Response:
        """Say that the process answers."""
        return JSONResponse({"status": "ok"})

    def _ready(self, _request: Request) -> Response:
        """Say whether it can do its work; 503 with codes where it cannot."""
        faults = health.faults(self.url, self.plan, dt.datetime.now(dt.UTC))
        told = {
            "status": "not ready" if faults else "ready",
            "faults": [one.code for one in faults],
        }
        return JSONResponse(told, status_code=503 if faults else 200)

    def _metrics(self, _request: Request) -> Response:
        now = dt.datetime.now(dt.UTC)
        found = health.gauges(self.url, self.plan, now) + self.traffic.gauges()
        return PlainTextResponse(text_of(found), media_type=PROMETHEUS)


def text_of(gauges: list[Gauge]) -> str:
    """Return numbers in the text form of Prometheus."""
    lines: list[str] = []
    named: set[str] = set()
    for one in gauges:
        if one.name not in named:
            lines += [f"# HELP {one.name} {one.help}", f"# TYPE {one.name} {one.kind}"]
            named.add(one.name)
        label = f"{{{one.label}}}" if one.label else ""
        lines.append(f"{one.name}{label} {float(one.value):g}")
    return "\n".join(lines) + "\n"


@contextmanager
def watching(watched: WatchedApp, port: int) -> Iterator[None]:
    """
    Serve the routes on a port of loopback until this is over.

    Raises
    ------
    InputError
        ``watch_port_taken``, where somebody listens there already.
    """
    app = Starlette(routes=watched.routes(), middleware=[Middleware(OwnHosts, names=())])
    with closing(_bound(port)) as bound:
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        told = {"sockets": [bound]}
        thread = threading.Thread(target=server.run, kwargs=told, name="watching", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(STOP_S)


def _bound(port: int) -> socket.socket:
    """Return a socket on loopback that listens: whoever asks from now on is answered."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
        bound.listen()
    except OSError as error:
        bound.close()
        details = {"cause": str(error)}
        raise InputError(Fault("watch_port_taken", value=str(port), details=details)) from None
    return bound
