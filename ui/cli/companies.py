"""Commands on companies and the people their shops share: ``shop company``, ``shop share``."""

from typing import Annotated

import typer

from service.shop import companies as known
from service.shop.shops import shops
from ui.cli.acting import Acting, By, Db, Looking, Shop
from ui.cli.screen import Screen
from ui.cli.spelled import Report

Id = Annotated[str, typer.Argument(metavar="COMPANY", help="cli.option.company")]
Called = Annotated[str, typer.Option("--name", metavar="NAME", help="cli.option.company_name")]
Agent = Annotated[str, typer.Argument(metavar="AGENT", help="cli.option.shared_agent")]
There = Annotated[str, typer.Argument(metavar="SHOP", help="cli.option.shared_shop")]
OtherId = Annotated[str, typer.Option("--id", metavar="AGENT", help="cli.option.shared_id")]


def company(
    screen: Screen,
    company_id: Id,
    *,
    name: Called = "",
    shop: Shop = "",
    by: By = None,
    url: Db = None,
) -> Report:
    """Keep a company under a name, and put a shop into it."""
    with Acting(shop, by, None, url).desk() as desk:
        if name:
            known.save_company(desk, company_id, name)
            screen.say("cli.company_kept", company=company_id, name=name)
        if shop:
            known.put_shop(desk, company_id)
            screen.say("cli.company_put", company=company_id, shop=shop)
    return {"company": company_id, "name": name, "shop": shop}


def companies(screen: Screen, *, url: Db = None) -> Report:
    """List the companies with their shops."""
    with Looking("", url).desk() as desk:
        found, every = known.companies(desk), shops(desk.database)
    held = {one.id: [each.id for each in every if each.company_id == one.id] for one in found}
    heads = ("cli.column.company", "cli.column.name", "cli.column.shops")
    screen.table(heads, [(one.id, one.name, ", ".join(held[one.id])) for one in found])
    rows = [{"company": one.id, "name": one.name, "shops": held[one.id]} for one in found]
    return {"companies": rows}


def share(
    screen: Screen,
    agent: Agent,
    other: There,
    *,
    other_id: OtherId = "",
    shop: Shop = "main",
    by: By = None,
    url: Db = None,
) -> Report:
    """Say that somebody works in another shop of the company, too."""
    with Acting(shop, by, None, url).desk() as desk:
        kept = known.share_person(desk, known.SharedTold(agent, other, other_id))
    screen.say("cli.person_shared", agent=agent, shop=kept.shop_name, other=kept.other_id)
    return {"agent": agent, "shop": kept.shop_id, "id": kept.other_id}


def part(
    screen: Screen, agent: Agent, *, shop: Shop = "main", by: By = None, url: Db = None
) -> Report:
    """Say that somebody works in this shop alone."""
    with Acting(shop, by, None, url).desk() as desk:
        known.part_person(desk, agent)
    screen.say("cli.person_parted", agent=agent)
    return {"agent": agent}
