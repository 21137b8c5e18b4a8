"""Watches open connections, and ends those whose visit ended or whose roles changed."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyio import to_thread

from scheduler.errors import PaibanError
from service.access.visits import lasts, standing, touch
from service.access.way_in import WayIn, way_in
from service.desk import HOUSE, Desk, Person
from ui.gate.house import NOBODY, Seen

if TYPE_CHECKING:
    from service.access.visits import Guest
    from ui.gate.house import House

EVERY_S = 0.4
TOUCH_S = 30.0
REVOKED, CHANGED = 1008, 1012

log = logging.getLogger("paiban.gate")


@dataclass(eq=False)
class OpenLine:
    """
    An open connection.

    Parameters
    ----------
    seen
        How things stood for whoever opened it.
    """

    seen: Seen
    over: asyncio.Event = field(default_factory=asyncio.Event)
    code: int = REVOKED

    @property
    def guest(self) -> Guest | None:
        """Return who opened it; None: nobody signs in."""
        return self.seen.guest

    def end(self, code: int) -> None:
        """Let it be closed."""
        self.code = code
        self.over.set()


class LineWatch:
    """
    All open connections of a house.

    Parameters
    ----------
    house
        Whose.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.lines: set[OpenLine] = set()
        self._used: set[str] = set()
        self._known = -1
        self._task: asyncio.Task[None] | None = None

    def open(self, seen: Seen) -> OpenLine:
        """LineWatch a new connection from now on."""
        line = OpenLine(seen)
        self.lines.add(line)
        self._known = -1  # between looking and watching something may have happened
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._run())
        return line

    def close(self, line: OpenLine) -> None:
        """Forget a connection that is over."""
        self.lines.discard(line)

    def use(self, guest: Guest | None) -> None:
        """Note that somebody did something."""
        if guest is not None:
            self._used.add(guest.visit.token)

    async def _run(self) -> None:
        waited, trouble = 0.0, ""
        while self.lines or self._used:
            await asyncio.sleep(EVERY_S)
            waited += EVERY_S
            try:
                await self._look()
                if waited >= TOUCH_S or not self.lines:
                    waited = 0.0
                    await self._touch()
                trouble = ""
            except PaibanError as error:  # the database may be back at the next look
                if str(error) != trouble:  # told once, not at every look of a night
                    trouble = str(error)
                    log.warning("nobody could be looked up: %s", error)

    async def _look(self) -> None:
        """End what is over; asks for one number unless somebody did something, or time ran out."""
        lines, house = list(self.lines), self.house
        desk = Desk(house.database, HOUSE, Person(NOBODY), house.now())
        newest = await to_thread.run_sync(desk.seen_now)
        guests = [line.guest for line in lines if line.guest is not None]
        is_quiet = newest == self._known and all(lasts(one.visit, desk.now) for one in guests)
        if is_quiet and desk.now.second > 1:  # a role may begin or end with the day
            return
        ended = await to_thread.run_sync(self._ended, lines)
        for line, code in ended.items():
            line.end(code)
        self._known = newest

    def _ended(self, lines: list[OpenLine]) -> dict[OpenLine, int]:
        """Return the connections that are over, with the reason as a code of the protocol."""
        house = self.house
        way = way_in(house.database)
        tokens = {line.guest.visit.token for line in lines if line.guest is not None}
        alive = standing(house.database, tokens, house.now())
        found = {}
        for line in lines:
            if line.guest is None:
                if way is WayIn.ACCOUNTS or way is not line.seen.way:
                    found[line] = REVOKED
            elif line.guest.visit.token not in alive:
                found[line] = REVOKED
            elif house.signature(line.guest) != line.seen.signature:
                found[line] = CHANGED
        return found

    async def _touch(self) -> None:
        used, self._used = self._used, set()
        await to_thread.run_sync(touch, self.house.database, used, self.house.now())
