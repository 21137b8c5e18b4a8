"""Whom a shop tells what happens: chat groups by their robots, and a server of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scheduler.errors import gathering
from service.outbound.robots import ChannelKind, robots
from store.dispatches import Dispatch, DispatchFacts, DispatchState
from store.register import Entry

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Dispatch", "DispatchFacts", "DispatchState", "Entry"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHOWN = 200


class MessageForm(StrEnum):
    """How a message looks."""

    TEXT = "text"
    CARD = "card"
    """Title, text and a button that leads on; it calls nobody."""


class LeadsTo(StrEnum):
    """Which page of this program a message leads to."""

    NOWHERE = "nowhere"
    WEEK = "week"
    """The page of the week, for those who sign in."""
    PHONE = "phone"
    """The agents' own weeks, at their personal links."""


@dataclass(frozen=True, slots=True)
class OutboundChannel:
    """
    Who is told.

    Parameters
    ----------
    name
        What the shop calls it.
    kind
        Which robot, or a server of the firm's own.
    team
        Whose shifts it is about; empty: everybody's.
    language
        ``zh`` or ``en``.
    link
        A fixed address in the message, of channels entered before ``leads_to`` was; empty: none.
    has_pictures
        Whether each team's picture is sent too, where the robot takes pictures.
    has_mentions
        Whether those whose shifts changed are called by their telephone numbers, where it can.
    form, leads_to
        How its messages look, and which page they lead to.
    """

    name: str
    kind: ChannelKind
    team: str = ""
    language: str = "zh"
    link: str = ""
    has_pictures: bool = True
    has_mentions: bool = False
    form: MessageForm = MessageForm.TEXT
    leads_to: LeadsTo = LeadsTo.NOWHERE

    @property
    def takes_pictures(self) -> bool:
        """Return whether pictures are sent."""
        return self.has_pictures and robots()[self.kind].picture_bytes > 0


@dataclass(frozen=True, slots=True)
class OutboundKey:
    """
    What lets somebody send to a channel: nobody but administrators sees it, nor does the log.

    Parameters
    ----------
    url
        Address of the robot or server.
    secret
        With which messages are signed; empty: they are not.
    """

    url: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class NewChannel:
    """A channel as it is entered; the fields of ``OutboundChannel`` and ``OutboundKey``."""

    name: str
    kind: ChannelKind
    url: str
    secret: str
    team: str
    language: str
    has_pictures: bool
    has_mentions: bool
    form: MessageForm
    leads_to: LeadsTo


def add_channel(desk: Desk, new: NewChannel, *, public: str) -> Entry[OutboundChannel]:
    """
    Tell somebody from now on when a roster is published.

    Parameters
    ----------
    public
        Address under which people reach this program, as the settings say; empty: they do not.

    Raises
    ------
    InputError
        With all that is wrong: no name, or one that is taken; an address that is not encrypted or
        not where such robots live; a server of one's own without a secret; an unknown team; a page
        to lead to without an address of this program; a card, or a call, the robot does not take.
    """
    name = new.name.strip()
    key = OutboundKey(new.url.strip(), new.secret.strip())
    channel = OutboundChannel(
        *(name, new.kind, new.team, new.language, ""),
        *(new.has_pictures, new.has_mentions, new.form, new.leads_to),
    )
    with desk.write("channel_added") as unit:
        unit.touch(("channel", name))
        _require_sound(unit, desk.shop_id, channel, key, public)
        number = unit.enter(channel, subject=name)
        unit.enter(key, subject=name)
        unit.note(name, {"kind": new.kind.value})
        return unit.register.get(desk.shop_id, OutboundChannel, number)


def _require_sound(
    unit: Unit, shop_id: str, channel: OutboundChannel, key: OutboundKey, public: str
) -> None:
    known = {one.subject for one in unit.register.all(shop_id, OutboundChannel)}
    teams = {agent.team for agent in unit.staff.agents(shop_id)}
    with gathering() as check:
        check(channel.name != "", "empty", column="name")
        check(channel.name not in known, "channel_known", column="name", value=channel.name)
        is_known = channel.team in {"", *teams}
        check(is_known, "unknown_team", column="team", value=channel.team)
        check(_is_address(channel.kind, key.url), "channel_address", column="url", value=key.url)
        is_signed = channel.kind is not ChannelKind.WEBHOOK or bool(key.secret)
        check(is_signed, "channel_secret", column="secret")
        leads, robot = channel.leads_to is not LeadsTo.NOWHERE, robots()[channel.kind]
        check(bool(public) or not leads, "channel_no_address", column="leads_to")
        is_card, calls = channel.form is MessageForm.CARD, channel.has_mentions
        check(not is_card or robot.card_bytes > 0, "channel_no_cards", column="form")
        check(not is_card or leads or not robot.card_bytes, "channel_card_leads", column="leads_to")
        check(not calls or robot.has_calls, "channel_no_calls", column="has_mentions")
        is_quiet = not (is_card and calls and robot.has_calls)
        check(is_quiet, "channel_card_calls", column="has_mentions")


def _is_address(kind: ChannelKind, url: str) -> bool:
    """Return whether messages may be sent there: encrypted, where such robots live; or here."""
    try:
        told = urlsplit(url)
        host, _port = told.hostname or "", told.port
    except ValueError:
        return False
    if host in LOOPBACK:
        return told.scheme in {"http", "https"}
    hosts = robots()[kind].hosts
    return told.scheme == "https" and bool(host) and (not hosts or host in hosts)


def remove_channel(desk: Desk, channel: Entry[OutboundChannel]) -> None:
    """Tell somebody nothing more; what waits is not sent."""
    name = channel.value.name
    with desk.write("channel_removed", ("channel", name)) as unit:
        unit.take_out(OutboundChannel, channel.id)
        unit.clear(OutboundKey, subject=name)
        unit.dispatches.drop(desk.shop_id, name)
        unit.note(name)


def try_channel(desk: Desk, channel: Entry[OutboundChannel]) -> None:
    """Send a message that tells nothing, to see whether it arrives."""
    name = channel.value.name
    with desk.write("channel_tried", unseen="it changes nothing") as unit:
        unit.register.get(desk.shop_id, OutboundChannel, channel.id)
        unit.dispatches.add(desk.shop_id, name, "channel_tried", DispatchFacts(), unit.stamp)
        unit.note(name)


def send_again(desk: Desk, one: Dispatch) -> None:
    """Try a message anew that was refused or given up."""
    with desk.write("dispatch_again", unseen="what was sent stays so") as unit:
        unit.dispatches.again(one.id, desk.now)
        unit.note(one.channel, {"dispatch": str(one.id)})


def channels(desk: Desk) -> tuple[Entry[OutboundChannel], ...]:
    """Return whom a shop tells, in the order entered."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, OutboundChannel)


def dispatches(desk: Desk) -> tuple[Dispatch, ...]:
    """Return what was told and what waits, the newest first; the last 200."""
    with desk.read() as unit:
        return unit.dispatches.of(desk.shop_id, SHOWN)


def channel_and_key(unit: Unit, one: Dispatch) -> tuple[OutboundChannel, OutboundKey] | None:
    """Return the channel a message is for, and its key; None: it was removed."""
    found = unit.register.all(one.shop_id, OutboundChannel, subject=one.channel)
    keys = unit.register.all(one.shop_id, OutboundKey, subject=one.channel)
    return (found[0].value, keys[0].value) if found and keys else None
