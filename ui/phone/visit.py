"""Who looks at a phone's page, and at which desk they act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from scheduler.errors import require
from service.access.grants import ScopeKind
from service.access.visits import grants_of, web
from service.access.way_in import WayIn
from service.desk import HOUSE, Desk, Person
from service.shop.shops import agent_names, shops
from ui.gate import requests
from ui.phone.leaf import PhoneLeaf

if TYPE_CHECKING:
    from starlette.types import Scope

    from ui.gate.house import House, Seen


@dataclass(frozen=True, slots=True)
class PhoneVisit:
    """
    An agent at a page of theirs.

    Parameters
    ----------
    desk
        At which they act; what they send rests on what stood on the page.
    me
        Id of the agent; empty: nobody signs in here, and nobody was chosen yet.
    leaf
        The page.
    told
        What they ask or send.
    address
        Under which the app is reached, without a page.
    """

    desk: Desk
    me: str
    leaf: PhoneLeaf
    told: Mapping[str, str]
    address: str


def visit_of(
    house: House,
    scope: Scope,
    seen: object,
    told: Mapping[str, str],
    *,
    form: str,
    lang: str,
) -> PhoneVisit:
    """
    Return whose visit a request is.

    Raises
    ------
    InputError
        When whoever signed in is no agent.
    """
    found, database, now = cast("Seen", seen), house.database, house.now()
    origin = web(requests.came_from(scope))
    mine: dict[str, str] = {}
    if found.guest is not None and found.way is WayIn.ACCOUNTS:
        grants = grants_of(Desk(database, HOUSE, Person(""), now), found.guest)
        own = [one.scope for one in grants if one.scope.kind is ScopeKind.SELF]
        require(bool(own), "phone_no_agent", value=found.guest.name)
        asked = [one for one in own if one.shop_id == told.get("shop")] or own
        shop_id, me = asked[0].shop_id, asked[0].names[0]
        person = Person(found.guest.name, "agent", grants)
        if len(own) > 1:
            mine = {"shop": shop_id}
    else:
        there = [one.id for one in shops(database)]
        shop_id = told.get("shop", "") if told.get("shop", "") in there else (there or [""])[0]
        me = told.get("me", "")
        mine = {"shop": shop_id, "me": me} if me else {"shop": shop_id}
        names = agent_names(Desk(database, shop_id, Person(""), now)) if me else {}
        person = Person(names.get(me) or me, "agent")
    desk = Desk(database, shop_id, person, now, origin=origin)
    looked = told.get("seen", "")
    is_act = scope["method"] == "POST"
    rests_on = int(looked) if is_act and looked.isascii() and looked.isdigit() else None
    leaf = PhoneLeaf(lang, form, desk.seen_now(), mine)
    at = Desk(database, shop_id, person, now, seen=rests_on, origin=origin)
    return PhoneVisit(at, me, leaf, told, _address(scope))


def _address(scope: Scope) -> str:
    host = next((one.decode("latin-1") for name, one in scope["headers"] if name == b"host"), "")
    return f"{scope['scheme']}://{host}"
