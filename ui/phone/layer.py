"""
The layer in which agents' phones are answered, between the gate and the app.

The gate has asked by then who may come in, and hands on whom it saw; a calendar's address is open,
as calendars elsewhere cannot sign in, and shows one agent's shifts alone.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from scheduler.errors import InputError, PaibanError
from service.phone.feeds import calendar_of
from service.shop.shops import shop
from ui.gate import requests
from ui.gate.asked import keep
from ui.gate.gate import FEEDS, SEEN
from ui.gate.limits import Rate
from ui.gate.routes import BAD, FORM_BYTES, MANY, PHONE, REFUSED, SEE_OTHER
from ui.phone import acts
from ui.phone.calendar import calendar_text
from ui.phone.visit import PhoneVisit, visit_of
from ui.words.catalogue import t
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from ui.gate.house import House

PER_MINUTE = 600  # a whole office looks from behind one address
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
LOST = 503


class AgentPages:
    """
    A layer around the app that answers agents' phones.

    Parameters
    ----------
    app
        What is inside.
    house
        Of which it is.
    """

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app, self.house, self.rate = app, house, Rate(PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is for phones; hand on the rest."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(FEEDS):
            answer = await self._feed(scope)
        elif scope["type"] == "http" and (path == PHONE or path.startswith(f"{PHONE}/")):
            answer = await self._phone(scope, receive)
        else:
            await self.app(scope, receive, send)
            return
        await answer(scope, receive, send)

    async def _feed(self, scope: Scope) -> Response:
        """Return a calendar; who asks again for one that did not change is told just that."""
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("", 405)
        address = scope["path"].removeprefix(FEEDS).removesuffix(".ics")
        try:
            text = await to_thread.run_sync(self._calendar, address)
        except PaibanError:
            return PlainTextResponse("The database cannot be read.\n", LOST)
        if text is None:
            return PlainTextResponse("There is no such calendar.\n", 404)
        tag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
        told = {"ETag": tag, "Cache-Control": "private, no-cache"}
        if Headers(scope=scope).get("if-none-match") == tag:
            return Response(None, 304, told)
        return Response(text, 200, told, media_type="text/calendar; charset=utf-8")

    def _calendar(self, address: str) -> str | None:
        found = calendar_of(self.house.database, address, self.house.now())
        if found is None:
            return None
        calendar, desk = found
        return calendar_text(calendar, shop(desk).clock)

    async def _phone(self, scope: Scope, receive: Receive) -> Response:
        """Return a page; what is posted must come from a form of ours."""
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("", 405)
        is_post = scope["method"] == "POST"
        told = await requests.form(receive) if is_post else requests.query(scope)
        kept = requests.cookie(scope, self.house.form_cookie)
        lang = requests.language(scope)
        if is_post and not self.rate.allows(requests.came_from(scope)):
            return PlainTextResponse(t("gate.too_many", lang), MANY)
        if is_post and not requests.is_ours(told, kept):
            return PlainTextResponse(t("gate.not_ours", lang), REFUSED)
        form = kept or secrets.token_urlsafe(FORM_BYTES)
        answer = await to_thread.run_sync(self._answer, scope, told, form, lang)
        keep(self.house, answer, requests.LANGUAGE_COOKIE, lang, days=365)
        if not kept:
            keep(self.house, answer, self.house.form_cookie, form, strict=True)
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer

    def _answer(self, scope: Scope, told: Mapping[str, str], form: str, lang: str) -> Response:
        """Return what a route says; what went wrong in sentences, and nothing was done."""
        try:
            visit = visit_of(self.house, scope, scope.get(SEEN), told, form=form, lang=lang)
            return self._routed(visit, scope)
        except InputError as error:
            sentences = [fault_sentence(one, lang) for one in error.faults]
        except PaibanError:
            return PlainTextResponse(t("phone.no_database", lang), LOST)
        return HTMLResponse(acts.trouble(form, lang, told, sentences), BAD)

    def _routed(self, visit: PhoneVisit, scope: Scope) -> Response:
        name = scope["path"].removeprefix(PHONE).strip("/")
        if visit.me == "":
            return HTMLResponse(acts.chooser(visit))
        if scope["method"] == "POST":
            act = acts.ACTS.get(name)
            if act is None:
                return PlainTextResponse("", 404)
            return act(visit)
        page = acts.PAGES.get(name)
        if page is None:
            return RedirectResponse(PHONE, SEE_OTHER)
        return page(visit)
