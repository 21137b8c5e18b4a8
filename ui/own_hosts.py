"""
Whom the server answers: requests to its own names, from its own pages, shown in no other page.

A page elsewhere can point a name of its own at this computer (DNS rebinding) and would then read
rosters and pay; a request that names a host the shop does not use is therefore refused, before
Streamlit sees it.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from scheduler.errors import gathering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")
HOST_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?", re.ASCII)
MISDIRECTED = 421
FORBIDDEN = 403
DEFAULT_PORTS = {"http": 80, "https": 443}
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ws://{host} wss://{host}; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""
Nothing is fetched from elsewhere. Streamlit's page has a script inside, and charts compile theirs:
without ``unsafe-inline`` and ``unsafe-eval`` it draws nothing. The roster's table hands its code
over as a blob: without ``blob:`` an error stands in its place.
"""
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def checked_names(names: Iterable[str]) -> tuple[str, ...]:
    """
    Return host names as they are compared: lower case, no full stop at the end.

    Raises
    ------
    InputError
        ``host_name``, for every one that is no name or address, such as one with a port.
    """
    found = [name.strip().lower() for name in names]
    with gathering() as check:
        for name in found:
            check(_is_name(name), "host_name", column="--host-name", value=name)
    return tuple(name.rstrip(".") for name in found)


class OwnHosts:
    """
    A layer around the app that refuses strangers and adds headers to every answer.

    Parameters
    ----------
    app
        What is inside.
    names
        Host names it answers besides this computer's own and the address a request came in by.
    """

    def __init__(self, app: ASGIApp, names: tuple[str, ...] = ()) -> None:
        self.app = app
        self.names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        status = self._refusal(scope, headers)
        if status is None:
            host = headers["host"]

            async def with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message).update(
                        {**HEADERS, "Content-Security-Policy": POLICY.format(host=host)}
                    )
                await send(message)

            await self.app(scope, receive, with_headers)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            answer = PlainTextResponse("This server does not go by that name.\n", status)
            await answer(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> int | None:
        """Return the status of a request that is not for this server; None where it is."""
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        host = _netloc(f"//{hosts[0]}") if len(hosts) == 1 else None
        if host is None or not self._is_own(host[0], scope):
            return MISDIRECTED
        if not origins:
            return None
        scheme = urlsplit(origins[0]).scheme if len(origins) == 1 else ""
        origin = _netloc(origins[0]) if scheme in DEFAULT_PORTS else None
        if origin is None:
            return FORBIDDEN
        usual = DEFAULT_PORTS[scheme]
        same = origin[0] == host[0] and (origin[1] or usual) == (host[1] or usual)
        return None if same or origin[0] in self.names else FORBIDDEN

    def _is_own(self, host: str, scope: Scope) -> bool:
        """Return whether a name is this server's; the address somebody connected to always is."""
        came_in_by = (scope.get("server") or ("",))[0]
        return host in LOOPBACK or host in self.names or host == came_in_by


def _netloc(address: str) -> tuple[str, int | None] | None:
    """Return the host in lower case and the port; None where it is more or less than these."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    extra = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    return None if extra or not host else (host.lower().rstrip("."), port)


def _is_name(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return HOST_NAME.fullmatch(name) is not None
    return True
