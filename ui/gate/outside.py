"""Signing in by a provider of identities: to its page, and back with an answer."""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response

from scheduler.errors import Fault, InputError, require
from service.access.outside.entering import enter
from service.access.outside.identity import Flow
from service.access.outside.providers import named
from service.access.outside.reach import origin_for, way_back
from service.access.way_in import WayIn
from ui.gate import pages, requests
from ui.gate.asked import keep, sentences
from ui.gate.pages import FROM, WITH

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.access.outside.identity import Provider
    from ui.gate.asked import AskedPage, Told
    from ui.gate.house import House

AT_ONCE = 8  # requests to providers that may be slow
LASTS_MIN = 10
VISIT_DAYS = 1
SEE_OTHER, REFUSED = 303, 403
KEPT_WAY = re.compile(r"([0-9a-f]{64})\.(\d{1,12})\.([a-z0-9_]{1,30})\.([\w%.~-]*)", re.ASCII)
LONGEST_THEN = 2000  # characters; browsers drop longer cookies
MOST_USED = 10_000


class Once:
    """Remembers which ways were gone to their end, as long as one lasts: each is gone once."""

    def __init__(self) -> None:
        self._used: dict[str, float] = {}

    def takes(self, state: str) -> bool:
        """Return whether nobody came by this way before; from now on somebody has."""
        now = time.monotonic()
        old = now - LASTS_MIN * 60
        if len(self._used) >= MOST_USED:
            self._used = {one: at for one, at in self._used.items() if at > old}
        if state in self._used:
            return False
        self._used[state] = now
        return True


class OutsideWay:
    """
    The pages between ours and a provider's.

    Parameters
    ----------
    house
        Of which they are.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.once = Once()
        self._asking: CapacityLimiter | None = None

    async def go(self, asked: AskedPage, leaf: pages.Leaf) -> Response:
        """Send somebody to a provider, with what proves its answer in a cookie of theirs."""
        if asked.seen.way is not WayIn.ACCOUNTS or asked.seen.guest is not None:
            return RedirectResponse(leaf.then, SEE_OTHER)
        flow = Flow()
        provider = None
        try:
            provider = named(self.house.providers, asked.scope["path"].removeprefix(WITH))
            back = self._back(asked, provider)
            to = await self._patiently(lambda: provider.address(flow, back))
        except InputError as error:
            return self._refused(leaf, provider, error)
        answer = RedirectResponse(to, SEE_OTHER)
        then = leaf.then if len(leaf.then) <= LONGEST_THEN else "/"
        at_s = int(self.house.now().timestamp())
        way = f"{flow.secret}.{at_s}.{provider.name}.{quote(then, safe='')}"
        keep(self.house, answer, self.house.way_cookie, way, minutes=LASTS_MIN)
        return answer

    async def come(self, asked: AskedPage, leaf: pages.Leaf, told: Told) -> Response:
        """Let somebody in whom a provider vouches for, if an account is theirs."""
        if asked.seen.way is not WayIn.ACCOUNTS or asked.seen.guest is not None:
            return RedirectResponse("/", SEE_OTHER)
        house, origin = self.house, requests.came_from(asked.scope)
        leaf = pages.Leaf(leaf.lang, leaf.form, "/sign-in")
        provider = None
        try:
            provider = named(house.providers, asked.scope["path"].removeprefix(FROM))
            flow, leaf.then = self._begun(asked, provider, told)
            back = self._back(asked, provider)
            token = await self._patiently(
                lambda: enter(
                    *(house.database, provider, provider.identity(flow, back, told)),
                    *(house.now(), origin),
                )
            )
        except InputError as error:
            answer = self._refused(leaf, provider, error)
        else:
            answer = RedirectResponse(leaf.then, SEE_OTHER)
            keep(house, answer, house.cookie, token, days=VISIT_DAYS)
        keep(house, answer, house.way_cookie, "")
        return answer

    def _begun(self, asked: AskedPage, provider: Provider, told: Told) -> tuple[Flow, str]:
        """Return the way that this browser began, and where it leads; raises InputError if none."""
        kept = KEPT_WAY.fullmatch(requests.cookie(asked.scope, self.house.way_cookie))
        if kept is None or kept[3] != provider.name:
            raise InputError(Fault("outside_lost"))
        age_s = self.house.now().timestamp() - int(kept[2])
        require(-60 <= age_s <= LASTS_MIN * 60, "outside_lost")
        flow = Flow(kept[1])
        is_its = secrets.compare_digest(told.get("state", "").encode(), flow.state.encode())
        require(is_its and self.once.takes(flow.state), "outside_lost")
        return flow, requests.next_of(unquote(kept[4]))

    def _back(self, asked: AskedPage, provider: Provider) -> str:
        """Return where a provider sends people back: an address of the settings, never theirs."""
        host = Headers(scope=asked.scope).get("host", "")
        return way_back(origin_for(self.house.origins, host), provider.name)

    async def _patiently(self, work: Callable[[], str]) -> str:
        """Do what waits for a provider, a few at once, while others are answered."""
        if self._asking is None:
            self._asking = CapacityLimiter(AT_ONCE)
        return await to_thread.run_sync(work, limiter=self._asking)

    def _refused(self, leaf: pages.Leaf, provider: Provider | None, error: InputError) -> Response:
        """Return the page of signing in with why it did not work."""
        name = "" if provider is None else pages.shown(provider, leaf.lang)
        faults = [replace(one, details={**one.details, "provider": name}) for one in error.faults]
        leaf.where = "/sign-in"
        page = pages.sign_in(leaf, self.house.providers, faults=sentences(InputError(faults), leaf))
        return HTMLResponse(page, REFUSED)
