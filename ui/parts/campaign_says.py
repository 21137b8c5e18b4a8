"""What campaigns (大促) change, in sentences, on every page where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.campaign import CampaignOpening, CampaignVolume, LeaveDuring
from service.records.campaigns import campaigns_on
from ui import figures, link, state
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from scheduler.campaign import Campaign, Part
    from scheduler.horizon import Horizon


def notes(horizon: Horizon, *parts: str) -> None:
    """Draw what campaigns change on a horizon's days, of some of their parts."""
    first, last = horizon.dates[0], horizon.dates[-1]
    found = [
        say("campaigns.by", line=line, name=each.name)
        for each in campaigns_on(link.desk(), first, last)
        for part, line in lines(each, first, last)
        if part in parts
    ]
    if found:
        st.info(plain("  \n".join(found)), icon=":material/campaign:")


def lines(campaign: Campaign, first: dt.date, last: dt.date) -> Iterator[tuple[str, str]]:
    """Yield what a campaign changes on days between two dates: its part, and a sentence."""
    for table, part in campaign.parts():
        begins, ends = campaign.days_of(part)
        begins, ends = max(begins, first), min(ends, last)
        if begins <= ends:
            yield table, say("campaigns.on", days=days(begins, ends), what=what(campaign, part))
    begins, ends = max(campaign.first, first), min(campaign.last, last)
    if campaign.leave is not LeaveDuring.AS_USUAL:
        said = say(f"campaigns.leave_{campaign.leave}")
        yield "leave", say("campaigns.on", days=days(begins, ends), what=said)


def what(campaign: Campaign, part: Part) -> str:
    """Return what a part says, without its days."""
    if isinstance(part, CampaignOpening):
        hours = say("campaigns.and").join(map(str, part.hours))
        return say("campaigns.says_opening", hours=hours, posts=_posts(part))
    name = part.name or campaign.name
    if part.factor is None:
        return say("campaigns.says_learnt", name=name, posts=_posts(part))
    factor = figures.number(part.factor, state.lang(), 2)
    return say("campaigns.says_factor", factor=factor, posts=_posts(part))


def _posts(part: CampaignOpening | CampaignVolume) -> str:
    if part.posts is None:
        return say("campaigns.all_posts")
    return say("campaigns.and").join(post_name(post, state.lang()) for post in part.posts)


def days(first: dt.date, last: dt.date) -> str:
    """Return days as people write them."""
    return figures.stretch(first, last, state.lang())
