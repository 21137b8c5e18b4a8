"""
The gate: every request and every connection passes it before it reaches the app.

Whoever has signed in is looked up in the database each time, so that a visit that ended lets
nobody in any more; Streamlit's own cookies admit nobody.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from scheduler.errors import StoreError
from service.access.way_in import WayIn
from ui.gate import pages, requests
from ui.gate.asked import AskedPage
from ui.gate.messages import is_legible
from ui.gate.pages import FROM, WITH
from ui.gate.routes import OWN, REFUSED, SEE_OTHER, Routes, is_route
from ui.gate.watch import LineWatch

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.gate.house import House, Seen

VISIT_HEADER = b"x-paiban-visit"  # the digest of the token; ``ui/link.py`` looks it up again
OPEN = "/_stcore/health"  # that the app runs, and nothing of what it holds
HEALTH = "/health"  # that it reaches its database too
FEEDS = "/calendar/"  # calendars elsewhere cannot sign in: their address is what lets them in
SEEN = "paiban.seen"  # under this, layers inside find how things stand for whoever asks

FRAMEWORK, LATELY_S = "/static/", 0.5
WITHOUT_VISIT = frozenset({"/sign-in", "/begin", "/begin-alone"})
MUST_CHANGE = frozenset({"/password", "/sign-out"})
UNSIGNED, UNREADY = 401, 503
ILLEGIBLE = 1007  # the code of the protocol for a message that is none


class EntryGate:
    """
    A layer around the app that lets in who may.

    Parameters
    ----------
    app
        What is inside.
    house
        Of which it is the gate.
    """

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app, self.house = app, house
        self.routes = Routes(house)
        self._lately: dict[str, tuple[float, Seen]] = {}
        self.watch = LineWatch(house)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, answer it, or say why not."""
        if scope["type"] not in ("http", "websocket") or scope["path"] == OPEN:
            await self.app(scope, receive, send)
            return
        token = requests.cookie(scope, self.house.cookie)
        try:
            seen = await self._seen(scope["path"], token)
        except StoreError:
            await _refuse(PlainTextResponse("The database cannot be read.\n", UNREADY))(
                scope, receive, send
            )
            return
        if scope["type"] == "http" and scope["path"] == HEALTH:
            await PlainTextResponse("ok\n")(scope, receive, send)
            return
        refusal = self._refusal(scope, seen)
        is_own = scope["type"] == "http" and is_route(scope["path"])
        if refusal is not None:
            await _refuse(refusal)(scope, receive, send)
        elif is_own:
            answer = await self.routes.answer(AskedPage(scope, receive, seen, token))
            await answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connected(scope, receive, send, seen)
        else:
            self.watch.use(seen.guest)
            await self.app({**scope, SEEN: seen}, receive, send)

    async def _seen(self, path: str, token: str) -> Seen:
        """
        Return how things stand for whoever holds a token.

        A page draws on some hundred files of the framework, which hold nothing of anybody's: for
        these alone the answer may be half a second old.
        """
        before = self._lately.get(token)
        now = time.monotonic()
        if path.startswith(FRAMEWORK) and before is not None and now - before[0] < LATELY_S:
            return before[1]
        seen = await to_thread.run_sync(self.house.look, token)
        self._lately = {one: at for one, at in self._lately.items() if now - at[0] < LATELY_S}
        self._lately[token] = (now, seen)
        return seen

    def _refusal(self, scope: Scope, seen: Seen) -> Response | None:
        """Return why a request is not let in; None where it is."""
        path = scope["path"] if scope["type"] == "http" else ""
        unguarded = seen.way is not WayIn.ACCOUNTS
        if unguarded and (self.house.is_proxied or not requests.is_local(scope)):
            return _notice(scope, "gate.not_here")
        if self.house.is_proxied and scope["scheme"] not in {"https", "wss"}:
            return _notice(scope, "gate.not_sealed")
        return self._lead(scope, seen, path)

    def _lead(self, scope: Scope, seen: Seen, path: str) -> Response | None:
        """Return where somebody must go first; None: nowhere."""
        is_open = path in WITHOUT_VISIT or path.startswith((OWN, FEEDS, WITH, FROM))
        if is_open or seen.way in {WayIn.ALONE, WayIn.DEMO}:
            return None
        if seen.way is WayIn.UNDECIDED:
            return self._towards("/begin", scope)
        if seen.guest is None:
            return self._towards("/sign-in", scope)
        if seen.guest.must_change and path not in MUST_CHANGE:
            return self._towards("/password", scope)
        return None

    def _towards(self, page: str, scope: Scope) -> Response:
        """Lead a reader to a page; whatever else asks is told that nobody has signed in."""
        accepts = Headers(scope=scope).get("accept", "")
        if scope["type"] != "http" or scope["method"] != "GET" or "text/html" not in accepts:
            return PlainTextResponse("Nobody has signed in.\n", UNSIGNED)
        behind = scope.get("query_string", b"").decode("latin-1")
        then = scope["path"] + (f"?{behind}" if behind else "")
        lang = requests.query(scope).get("lang", "")
        told = f"&lang={lang}" if lang in pages.NAMES else ""
        return RedirectResponse(f"{page}?next={quote(then, safe='')}{told}", SEE_OTHER)

    async def _connected(self, scope: Scope, receive: Receive, send: Send, seen: Seen) -> None:
        """Run a connection until it ends by itself, or its visit does."""
        line = self.watch.open(seen)
        scope = _announced(scope, seen)
        is_closed = False

        async def hear() -> Message:
            nonlocal is_closed
            if not line.over.is_set():
                told = asyncio.ensure_future(receive())
                over = asyncio.ensure_future(line.over.wait())
                await asyncio.wait({told, over}, return_when=asyncio.FIRST_COMPLETED)
                over.cancel()
                if told.done() and not line.over.is_set():
                    if is_legible(told.result()):
                        self.watch.use(seen.guest)
                        return told.result()
                    line.end(ILLEGIBLE)
                told.cancel()
                with suppress(asyncio.CancelledError):
                    await told
            if not is_closed:
                is_closed = True
                await send({"type": "websocket.close", "code": line.code})
            return {"type": "websocket.disconnect", "code": line.code}

        async def say(message: Message) -> None:
            if not line.over.is_set():
                await send(message)

        try:
            await self.app(scope, hear, say)
        finally:
            self.watch.close(line)


def _refuse(answer: Response) -> ASGIApp:
    """Return what gives an answer, and closes a connection before it is opened."""

    async def refuse(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)

    return refuse


def _announced(scope: Scope, seen: Seen) -> Scope:
    """Return a connection that tells the app whose visit it is, whatever the browser says."""
    told = [one for one in scope["headers"] if one[0] != VISIT_HEADER]
    if seen.guest is not None:
        told.append((VISIT_HEADER, seen.guest.visit.token.encode()))
    return {**scope, "headers": told}


def _notice(scope: Scope, key: str) -> Response:
    leaf = pages.Leaf(requests.language(scope), "", "/")
    return HTMLResponse(leaf.whole("gate.refused", leaf.text(key)), REFUSED)
