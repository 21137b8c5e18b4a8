"""Messages that are sent out, in the words of the channel's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from service.outbound.channels import LeadsTo, MessageForm
from service.outbound.forms import OutboundMessage
from service.roster.export_cells import RosterCells
from service.roster.export_marks import content
from service.roster.export_picture import team_pictures
from service.roster.rosters import roster_sheet
from service.settings import settings
from service.shop.people import people_and_phones
from service.shop.shops import shop
from ui import figures
from ui.export_words import export_words
from ui.look import export_colours
from ui.words.catalogue import t

if TYPE_CHECKING:
    from service.desk import Desk
    from service.outbound.channels import Dispatch, OutboundChannel
    from service.roster.rosters import RosterSheet

NAMED = 30  # people named in one message; of more it says how many


def composed(desk: Desk, channel: OutboundChannel, one: Dispatch) -> OutboundMessage:
    """Return the message of a dispatch; raises InputError where what it tells of is gone."""
    name = shop(desk).name or desk.shop_id
    if not one.facts.week:
        title = t("outbound.trial", channel.language, shop=name)
        lines = (t("outbound.trial_text", channel.language, by=one.asked.by),)
        facts = {"shop": desk.shop_id}
        where = address_of(channel, desk.shop_id, "", _public())
        return OutboundMessage(
            *(one.id, one.event, title, lines, where), button=_button(channel, where), facts=facts
        )
    sheet = roster_sheet(desk, one.facts.week, one.facts.version)
    if one.facts.part:
        picture = _picture(sheet, channel, one)
        return OutboundMessage(one.id, one.event, "", picture=picture)
    return _published(desk, sheet, channel, one)


def _public() -> str:
    return settings().public_address


def address_of(channel: OutboundChannel, shop_id: str, week: str, public: str) -> str:
    """
    Return the address a channel's message leads to; empty: none.

    Parameters
    ----------
    week
        Label of the week that is told of; empty: none is.
    public
        Address under which people reach this program; empty: the settings name none any more, and
        the message goes without.
    """
    if channel.leads_to is LeadsTo.NOWHERE or not public:
        return channel.link
    base = public.rstrip("/")
    if channel.leads_to is LeadsTo.PHONE:
        return f"{base}/phone#{week}" if week else f"{base}/phone"
    return week_address(base, shop_id, week, channel.language)


def week_address(base: str, shop_id: str, week: str, lang: str) -> str:
    """Return the address of the page of a shop's week; of the newest without a label."""
    asked = {"shop": shop_id, "week": week, "lang": lang}
    return f"{base}/week?{urlencode({name: told for name, told in asked.items() if told})}"


def _button(channel: OutboundChannel, where: str) -> str:
    """Return what stands on a card's button; empty: the message is a text, or leads nowhere."""
    is_card = channel.form is MessageForm.CARD and where
    return t("outbound.open", channel.language) if is_card else ""


def _picture(sheet: RosterSheet, channel: OutboundChannel, one: Dispatch) -> bytes:
    told = content(sheet)
    cells = RosterCells(told, export_words(sheet, channel.language), export_colours(told.problem))
    drawn = team_pictures(cells, [one.facts.team])
    return next(each.content for each in drawn if each.part == one.facts.part)


def _published(
    desk: Desk, sheet: RosterSheet, channel: OutboundChannel, one: Dispatch
) -> OutboundMessage:
    lang, facts, week = channel.language, one.facts, sheet.week
    names, phones = people_and_phones(desk)
    dates = week.horizon.dates
    told = {
        "shop": sheet.shop.name or sheet.shop.id,
        "week": week.label,
        "dates": figures.stretch(dates[0], dates[-1], lang),
        "version": facts.version,
    }
    who = [names.get(each, each) for each in facts.changed]
    lines = [t("outbound.whose", lang, team=channel.team)] if channel.team else []
    if facts.is_first:
        lines.append(t("outbound.first", lang))
    elif who:
        more = t("outbound.more", lang, count=len(who) - NAMED) if len(who) > NAMED else ""
        joined = t("outbound.and", lang).join(who[:NAMED]) + more
        lines.append(t("outbound.changed", lang, count=len(who), who=joined))
    else:
        lines.append(t("outbound.unchanged", lang))
    reason = "" if sheet.version is None else sheet.version.version.reason
    if reason:
        lines.append(t("version.reason", lang, reason=reason))
    called = [phones[each] for each in facts.changed if each in phones]
    where = address_of(channel, desk.shop_id, week.label, _public())
    return OutboundMessage(
        *(one.id, one.event, t("outbound.published", lang, **told), tuple(lines), where),
        mobiles=tuple(called) if channel.has_mentions else (),
        button=_button(channel, where),
        facts={
            "shop": desk.shop_id,
            "week": week.label,
            "first": dates[0].isoformat(),
            "last": dates[-1].isoformat(),
            "version": facts.version,
            "team": channel.team,
            "changed": list(facts.changed),
        },
    )
