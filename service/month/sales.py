"""Orders and the rule by which their sales are attributed to agents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.facts.attribution import AttributionRule, Contact, Credit, CreditBy, Order, Pick, credited
from kpi.month import Month
from scheduler.errors import Fault, InputError, require
from service.shop.importing import ImportKind, taking_in
from store.files.kpi_tables import ATTRIBUTION, read_orders

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kpi.facts.messages import Messages
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["AttributionRule", "Credit", "CreditBy", "Month", "Order", "Pick"]


@dataclass(frozen=True, slots=True)
class MovedSales:
    """
    What another rule of attribution would take from and bring to somebody.

    Parameters
    ----------
    agent_id
        Whose; empty: orders that nobody is credited with.
    orders_lost, lost, orders_gained, gained
        Orders and their yuan, as placed.
    """

    agent_id: str
    orders_lost: int
    lost: Decimal
    orders_gained: int
    gained: Decimal

    @property
    def change(self) -> Decimal:
        """Return by how many yuan their sales would change."""
        return self.gained - self.lost


def import_orders(desk: Desk, path: Path) -> tuple[Month, ...]:
    """
    Take in orders; read again, a file of the same name replaces itself. Return their months.

    Raises
    ------
    InputError
        With every fault of the file, or when an order of it stands in another file already.
    """
    stamp = desk.stamp
    with taking_in(desk, ImportKind.ORDERS, path) as (unit, told):
        clock = unit.shops.get(desk.shop_id).clock
        posts = unit.shops.post_ids(desk.shop_id)
        orders = read_orders(path, clock, posts=posts)
        by_month: dict[Month, list[Order]] = {}
        for order in orders:
            by_month.setdefault(Month.of(clock.date_of(order.placed_min)), []).append(order)
        unit.touch(*(("month", month, "orders", path.name) for month in by_month))
        for month, part in sorted(by_month.items()):
            unit.orders.save(desk.shop_id, month, path.name, part, stamp)
            _refuse_repeats(unit.orders.of(desk.shop_id, month))
        told.months = by_month
        told.sums |= {
            "yuan": sum(one.amount for one in orders),
            "refunded_yuan": sum(one.refunded for one in orders),
        }
        return tuple(sorted(by_month))


def orders(desk: Desk, month: Month) -> tuple[Order, ...]:
    """Return the orders placed in a month."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        return unit.orders.of(desk.shop_id, month)


def import_attribution(desk: Desk, path: Path) -> tuple[AttributionRule, ...]:
    """Take in versions of the rule; the whole history when a shop has none yet."""
    with taking_in(desk, ImportKind.ATTRIBUTION, path, ("attribution",)) as (unit, told):
        rules = ATTRIBUTION.read(path, unit.shops.get(desk.shop_id).clock)
        is_first = _has_no_rule(unit, desk.shop_id)
        for rule in rules:
            _save_rule(unit, rule, is_first=is_first)
        told.dates = [rule.valid_from for rule in rules]
        return rules


def attribution_rules(desk: Desk) -> tuple[AttributionRule, ...]:
    """Return all versions of the rule by which sales are attributed."""
    with desk.read() as unit:
        return tuple(one.value for one in unit.register.all(desk.shop_id, AttributionRule))


def credits_of(desk: Desk, month: Month) -> tuple[Credit, ...]:
    """Return who is credited with each order placed in a month, and by which version."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        return credits_in(unit, desk.shop_id, (month,))


def compare_rules(
    desk: Desk, month: Month, rule: AttributionRule
) -> tuple[tuple[Credit, Credit], ...]:
    """Return the orders of a month another rule would credit to somebody else: now, then."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        now = credits_in(unit, desk.shop_id, (month,))
        contacts = contacts_of(_messages(unit, desk.shop_id, (month,)))
        first = min([rule.valid_from, month.first])
        as_if = AttributionRule(rule.version, first, rule.by, rule.pick, rule.window_h)
        then = credited([one.order for one in now], contacts, (as_if,), clock=clock)
        pairs = zip(now, then, strict=True)
        return tuple((one, two) for one, two in pairs if one.agent_id != two.agent_id)


def moved_sales(pairs: Iterable[tuple[Credit, Credit]]) -> tuple[MovedSales, ...]:
    """Return whose sales another rule would move, of ``compare_rules``; who loses most first."""
    lost: dict[str, list[Decimal]] = {}
    gained: dict[str, list[Decimal]] = {}
    for now, then in pairs:
        lost.setdefault(now.agent_id, []).append(now.order.amount)
        gained.setdefault(then.agent_id, []).append(then.order.amount)
    found = []
    for agent in {*lost, *gained}:
        gone, come = lost.get(agent, []), gained.get(agent, [])
        sums = sum(gone, Decimal()), sum(come, Decimal())
        found.append(MovedSales(agent, len(gone), sums[0], len(come), sums[1]))
    return tuple(sorted(found, key=lambda one: (one.change, one.agent_id)))


def credits_in(unit: Unit, shop_id: str, months: tuple[Month, ...]) -> tuple[Credit, ...]:
    """Return who is credited with each order placed in some months; none: no orders."""
    found = [order for month in months for order in unit.orders.of(shop_id, month)]
    if not found:
        return ()
    rules = tuple(one.value for one in unit.register.all(shop_id, AttributionRule))
    clock = unit.shops.get(shop_id).clock
    contacts = contacts_of(_messages(unit, shop_id, months))
    return credited(found, contacts, rules, clock=clock)


def contacts_of(sources: Iterable[Messages]) -> tuple[Contact, ...]:
    """Return when people, not machines, wrote to customers."""
    found = []
    for messages in sources:
        written = messages.where(~messages.is_customer & ~messages.is_automatic)
        users = (written.users[at] for at in written.user.tolist())
        agents = (written.agents[at] for at in written.agent.tolist())
        moments = (written.at_s // 60).tolist()
        found += [Contact(*one) for one in zip(users, agents, moments, strict=True)]
    return tuple(found)


def _messages(unit: Unit, shop_id: str, months: tuple[Month, ...]) -> list[Messages]:
    """Return the messages of some months, of the one before them and of the one after."""
    wanted = {*months, min(months).before, max(months).after}
    return [part for month in sorted(wanted) for part in unit.messages.of(shop_id, month)]


def _refuse_repeats(placed: tuple[Order, ...]) -> None:
    seen: set[str] = set()
    faults = []
    for order in placed:
        if order.id in seen:
            faults.append(Fault("order_twice", value=order.id, column="order"))
        seen.add(order.id)
    if faults:
        raise InputError(faults)


def _has_no_rule(unit: Unit, shop_id: str) -> bool:
    return not unit.register.all(shop_id, AttributionRule)


def _save_rule(unit: Writing, rule: AttributionRule, *, is_first: bool) -> None:
    shop_id = unit.shop_id
    today = unit.today
    backwards = not is_first and rule.valid_from <= today
    require(not backwards, "attribution_backwards", value=rule.valid_from)
    kept = [one.value for one in unit.register.all(shop_id, AttributionRule)]
    is_new = all(one.version != rule.version for one in kept)
    require(is_new, "scheme_version_exists", value=f"v{rule.version}")
    subject = rule.by.value
    unit.enter(rule, subject=subject, date=rule.valid_from)
    unit.note(subject, {"version": str(rule.version)}, action="attribution_saved")
