"""What the gate's own pages do: sign in and out, change a password, begin with a database."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from scheduler.errors import InputError
from service.access.accounts import change_password, create_first
from service.access.links import open_link, owner_of
from service.access.signing import Presented, sign_in
from service.access.visits import BY_LINK, own_visits, sign_out, sign_out_elsewhere, web
from service.access.way_in import WayIn, go_on_alone
from service.desk import HOUSE, Desk, Person
from ui.gate import pages, requests
from ui.gate.asked import AskedPage, Told, keep, sentences
from ui.gate.house import NOBODY
from ui.gate.limits import Rate
from ui.gate.outside import VISIT_DAYS, OutsideWay
from ui.gate.pages import FROM, WITH

if TYPE_CHECKING:
    from ui.gate.house import House

HASHES_AT_ONCE = 2  # each takes 64 MiB
SEE_OTHER, BAD, REFUSED, MANY, BUSY = 303, 400, 403, 429, 503
FORM_BYTES = 18
OWN = "/my/"
PHONE = "/phone"


Answer = Callable[["Routes", AskedPage, pages.Leaf, Told], Awaitable[Response]]


class Routes:
    """
    The gate's own pages.

    Parameters
    ----------
    house
        What they are the gate of.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.rate = Rate()
        self.outside = OutsideWay(house)
        self._hashing: CapacityLimiter | None = None

    async def answer(self, asked: AskedPage) -> Response:
        """Return the answer to a request; what is posted must come from a form of ours."""
        scope, house = asked.scope, self.house
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("", 405)
        told = await requests.form(asked.receive) if asked.is_post else requests.query(scope)
        kept = requests.cookie(scope, house.form_cookie)
        form = kept or secrets.token_urlsafe(FORM_BYTES)
        then = requests.next_of(told.get("next", ""))
        leaf = pages.Leaf(requests.language(scope), form, scope["path"], then)
        is_try = asked.is_post or scope["path"].startswith((WITH, FROM))
        if is_try and not self.rate.allows(requests.came_from(scope)):
            answer = self._told(leaf, "gate.too_many", MANY)
        elif asked.is_post and not requests.is_ours(told, kept):
            answer = self._told(leaf, "gate.not_ours", REFUSED)
        else:
            answer = await self._route(scope["path"])(self, asked, leaf, told)
        keep(house, answer, requests.LANGUAGE_COOKIE, leaf.lang, days=365)
        if not kept:
            keep(house, answer, house.form_cookie, form, strict=True)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    async def sign_in(self, asked: AskedPage, leaf: pages.Leaf, told: Told) -> Response:
        """Sign somebody in."""
        if asked.seen.way is not WayIn.ACCOUNTS or asked.seen.guest is not None:
            return RedirectResponse(leaf.then, SEE_OTHER)
        if not asked.is_post:
            return HTMLResponse(pages.sign_in(leaf, self.house.providers))
        name = told.get("name", "")
        presented = Presented(
            name, told.get("password", ""), told.get("code", ""), requests.came_from(asked.scope)
        )
        try:
            token = await self._slowly(
                lambda: sign_in(self.house.database, presented, self.house.now(), self.house.cost)
            )
        except InputError as error:
            return HTMLResponse(
                pages.sign_in(leaf, self.house.providers, name=name, faults=sentences(error, leaf)),
                REFUSED,
            )
        return self._in(leaf, token)

    async def sign_out(self, asked: AskedPage, leaf: pages.Leaf, _told: Told) -> Response:
        """Sign somebody out."""
        guest = asked.seen.guest
        if guest is None:
            return RedirectResponse("/sign-in", SEE_OTHER)
        if not asked.is_post:
            told = (self.house.database, guest, self.house.now())
            return HTMLResponse(
                pages.leave(leaf, guest, await to_thread.run_sync(own_visits, *told))
            )
        key = guest.visit.token
        await to_thread.run_sync(sign_out, self.house.database, key, self.house.now())
        answer = RedirectResponse("/sign-in", SEE_OTHER)
        keep(self.house, answer, self.house.cookie, "")
        return answer

    async def sign_out_elsewhere(
        self, asked: AskedPage, _leaf: pages.Leaf, _told: Told
    ) -> Response:
        """Sign somebody out on all their other devices."""
        guest = asked.seen.guest
        if guest is not None and asked.is_post:
            told = (self.house.database, guest, self.house.now())
            await to_thread.run_sync(sign_out_elsewhere, *told)
        return RedirectResponse("/sign-out", SEE_OTHER)

    async def password(self, asked: AskedPage, leaf: pages.Leaf, told: Told) -> Response:
        """Change somebody's password."""
        guest = asked.seen.guest
        if guest is None or guest.account is None:
            return RedirectResponse("/sign-in", SEE_OTHER)
        is_first = guest.must_change
        if not asked.is_post:
            return HTMLResponse(pages.change(leaf, is_first=is_first))
        old, new = told.get("old", ""), told.get("new", "")
        house = self.house
        try:
            token = await self._slowly(
                lambda: change_password(
                    *(house.database, asked.token, house.now()), old=old, new=new, cost=house.cost
                )
            )
        except InputError as error:
            faults = sentences(error, leaf)
            return HTMLResponse(pages.change(leaf, faults=faults, is_first=is_first), BAD)
        return self._in(leaf, token)

    async def begin(self, asked: AskedPage, leaf: pages.Leaf, told: Told) -> Response:
        """Make the first account, of whoever sits at this computer."""
        if asked.seen.way is WayIn.ACCOUNTS:
            return RedirectResponse("/sign-in", SEE_OTHER)
        if not asked.is_post:
            return HTMLResponse(pages.begin(leaf))
        name, password = told.get("name", ""), told.get("password", "")
        origin, house = requests.came_from(asked.scope), self.house
        try:
            token = await self._slowly(
                lambda: create_first(
                    *(house.database, house.now()),
                    name=name,
                    password=password,
                    came_from=origin,
                    cost=house.cost,
                )
            )
        except InputError as error:
            return HTMLResponse(pages.begin(leaf, name=name, faults=sentences(error, leaf)), BAD)
        return self._in(leaf, token)

    async def begin_alone(self, asked: AskedPage, leaf: pages.Leaf, _told: Told) -> Response:
        """Let whoever sits at this computer in without signing in."""
        if asked.is_post and asked.seen.way is WayIn.UNDECIDED:
            origin = web(requests.came_from(asked.scope))
            who = Person(NOBODY)
            desk = Desk(self.house.database, HOUSE, who, self.house.now(), origin=origin)
            await to_thread.run_sync(go_on_alone, desk)
        return RedirectResponse(leaf.then, SEE_OTHER)

    async def own(self, asked: AskedPage, leaf: pages.Leaf, _told: Told) -> Response:
        """Bind an agent's link to this phone; looking at it binds nothing, as previews look too."""
        code, house = asked.scope["path"].removeprefix(OWN), self.house
        origin = requests.came_from(asked.scope)
        try:
            if not asked.is_post:
                name = await to_thread.run_sync(owner_of, house.database, code, house.now())
                return HTMLResponse(pages.own(leaf, name))
            token, _ = await to_thread.run_sync(
                open_link, house.database, code, house.now(), origin
            )
        except InputError as error:
            return HTMLResponse(pages.notice(leaf, "gate.own", *sentences(error, leaf)), REFUSED)
        answer = RedirectResponse(f"{PHONE}?lang={leaf.lang}", SEE_OTHER)
        keep(house, answer, house.cookie, token, days=BY_LINK.most.days)
        return answer

    async def signed_in(self, _asked: AskedPage, _leaf: pages.Leaf, _told: Told) -> Response:
        """Say that the visit goes on; the gate refuses whoever has none."""
        return PlainTextResponse("yes")

    async def go_outside(self, asked: AskedPage, leaf: pages.Leaf, _told: Told) -> Response:
        """Send somebody to a provider of identities."""
        return await self.outside.go(asked, leaf)

    async def come_from_outside(self, asked: AskedPage, leaf: pages.Leaf, told: Told) -> Response:
        """Let somebody in whom a provider vouches for."""
        return await self.outside.come(asked, leaf, told)

    @staticmethod
    def _route(path: str) -> Answer:
        return (
            next((one for begin, one in BEGINNINGS.items() if path.startswith(begin)), None)
            or (ROUTES[path])
        )

    async def _slowly(self, work: Callable[[], str]) -> str:
        """Do what costs a hash, a few at once, so that many tries fill no memory."""
        if self._hashing is None:
            self._hashing = CapacityLimiter(HASHES_AT_ONCE)
        return await to_thread.run_sync(work, limiter=self._hashing)

    def _in(self, leaf: pages.Leaf, token: str) -> Response:
        answer = RedirectResponse(leaf.then, SEE_OTHER)
        keep(self.house, answer, self.house.cookie, token, days=VISIT_DAYS)
        return answer

    def _told(self, leaf: pages.Leaf, key: str, status: int) -> Response:
        return HTMLResponse(leaf.whole("gate.refused", leaf.text(key)), status)


def is_route(path: str) -> bool:
    """Return whether a path is one of the gate's own."""
    return path in ROUTES or path.startswith(tuple(BEGINNINGS))


BEGINNINGS: Mapping[str, Answer] = {
    OWN: Routes.own,
    WITH: Routes.go_outside,
    FROM: Routes.come_from_outside,
}

ROUTES: Mapping[str, Answer] = {
    "/sign-in": Routes.sign_in,
    "/sign-out": Routes.sign_out,
    "/sign-out-elsewhere": Routes.sign_out_elsewhere,
    "/password": Routes.password,
    "/begin": Routes.begin,
    "/begin-alone": Routes.begin_alone,
    "/signed-in": Routes.signed_in,
}
