"""A message in the form each kind of robot takes, signed as it asks for; and what its answer says.

The forms are those of the makers' public pages (``data/robots``). A server of the firm's own gets
JSON with an HMAC of it (``docs/outbound.md``).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from service.outbound.robots import ChannelKind, robots

if TYPE_CHECKING:
    import datetime as dt

    from service.outbound.channels import OutboundKey

BREAK = "\n"
CUT = "…"
MARKS = re.compile(r"[\\`*_{}\[\]()#+\-!>|~<]")  # of Markdown
TOO_MANY, SERVER = 429, 500


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """
    What is told, in the language of the channel.

    Parameters
    ----------
    number
        Of the message: the same when it is sent again.
    event
        What happened.
    title, lines, link
        A short title, what is to be said, and an address; empty: none.
    button
        What stands on a card's button, which leads to the address; empty: the message is a text.
    mobiles
        Telephone numbers of those who are called.
    picture
        A PNG that is sent instead of the text; None: the text is.
    facts
        The same for programs; numbers and texts by name.
    """

    number: int
    event: str
    title: str
    lines: tuple[str, ...] = ()
    link: str = ""
    mobiles: tuple[str, ...] = ()
    picture: bytes | None = None
    button: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HttpPost:
    """A request: where, what, and with which heads."""

    url: str
    body: bytes
    heads: Mapping[str, str] = field(default_factory=dict)


class HowTaken(StrEnum):
    """What an answer says of a message."""

    YES = "yes"
    LATER = "later"
    """Not now: it may be tried again."""
    NEVER = "never"
    """Not so: the next try would end alike."""


def post_of(
    kind: ChannelKind, key: OutboundKey, message: OutboundMessage, now: dt.datetime
) -> HttpPost:
    """Return the request that brings a message to a channel, signed for this moment."""
    return _FORMS[kind](key, message, now)


def _text(kind: ChannelKind, message: OutboundMessage, beside: str = "") -> str:
    """Return title, lines and link, cut where the robot takes no more; the link is never cut."""
    room = robots()[kind].text_bytes - len(beside.encode())
    last = f"{BREAK}{message.link}" if message.link else ""
    told = BREAK.join((message.title, *message.lines))
    return _cut(told, room - len(last.encode())) + last


def _cut(text: str, most_bytes: int) -> str:
    """Return a text cut between characters where it has more bytes in UTF-8."""
    if len(text.encode()) <= most_bytes:
        return text
    kept = text.encode()[: max(0, most_bytes - len(CUT.encode()))]
    return kept.decode(errors="ignore") + CUT


def _card(kind: ChannelKind, message: OutboundMessage) -> tuple[str, str]:
    """Return title and text of a card, cut where the robot takes no more."""
    robot = robots()[kind]
    text = _cut(BREAK.join(message.lines), robot.card_bytes)
    return _cut(message.title, robot.title_bytes), text


def _wecom(key: OutboundKey, message: OutboundMessage, _now: dt.datetime) -> HttpPost:
    if message.picture is not None:
        image = {
            "base64": base64.b64encode(message.picture).decode(),
            "md5": hashlib.md5(message.picture, usedforsecurity=False).hexdigest(),
        }
        return _json(key.url, {"msgtype": "image", "image": image})
    if message.button:
        title, said = _card(ChannelKind.WECOM, message)
        article = {"title": title, "description": said, "url": message.link}
        return _json(key.url, {"msgtype": "news", "news": {"articles": [article]}})
    text: dict[str, Any] = {"content": _text(ChannelKind.WECOM, message)}
    if message.mobiles:
        text["mentioned_mobile_list"] = list(message.mobiles)
    return _json(key.url, {"msgtype": "text", "text": text})


def _dingtalk(key: OutboundKey, message: OutboundMessage, now: dt.datetime) -> HttpPost:
    called = "".join(f" @{one}" for one in message.mobiles)  # it calls whom the text names too
    text = _text(ChannelKind.DINGTALK, message, called) + called
    told: dict[str, Any] = {
        "msgtype": "text",
        "text": {"content": text},
        "at": {"atMobiles": list(message.mobiles), "isAtAll": False},
    }
    if message.button:
        told = {"msgtype": "actionCard", "actionCard": _action_card(message)}
    if not key.secret:
        return _json(key.url, told)
    at = str(round(now.timestamp() * 1000))
    sign = _signed(key.secret.encode(), f"{at}\n{key.secret}".encode())
    mark = "&" if "?" in key.url else "?"
    return _json(f"{key.url}{mark}timestamp={at}&sign={quote_plus(sign)}", told)


def _action_card(message: OutboundMessage) -> dict[str, str]:
    """Return a card of 钉钉, whose text is Markdown: what comes from people is escaped."""
    title, said = _card(ChannelKind.DINGTALK, message)
    lines = (MARKS.sub(r"\\\g<0>", line) for line in (title, *said.split(BREAK)))
    return {
        "title": title,
        "text": f"  {BREAK}".join(lines),
        "singleTitle": message.button,
        "singleURL": message.link,
    }


def _feishu_card(message: OutboundMessage) -> dict[str, Any]:
    title, said = _card(ChannelKind.FEISHU, message)
    button = {
        "tag": "button",
        "text": {"tag": "plain_text", "content": message.button},
        "type": "primary",
        "url": message.link,
    }
    return {
        "header": {"title": {"tag": "plain_text", "content": title}},
        "elements": [
            {"tag": "div", "text": {"tag": "plain_text", "content": said}},
            {"tag": "action", "actions": [button]},
        ],
    }


def _feishu(key: OutboundKey, message: OutboundMessage, now: dt.datetime) -> HttpPost:
    text = _text(ChannelKind.FEISHU, message)
    told: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if message.button:
        told = {"msg_type": "interactive", "card": _feishu_card(message)}
    if key.secret:
        at = str(int(now.timestamp()))
        told |= {"timestamp": at, "sign": _signed(f"{at}\n{key.secret}".encode(), b"")}
    return _json(key.url, told)


def _webhook(key: OutboundKey, message: OutboundMessage, now: dt.datetime) -> HttpPost:
    told = {
        "id": message.number,
        "event": message.event,
        "title": message.title,
        "lines": list(message.lines),
        "link": message.link,
        **message.facts,
    }
    plain = _json(key.url, told)
    at = str(int(now.timestamp()))
    heads = {
        "X-Paiban-Event": message.event,
        "X-Paiban-Delivery": str(message.number),
        "X-Paiban-Timestamp": at,
        "X-Paiban-Signature": f"sha256={webhook_sign(key.secret, at, plain.body)}",
    }
    return HttpPost(plain.url, plain.body, {**plain.heads, **heads})


def webhook_sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a message to a firm's own server, in hexadecimal digits."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _signed(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def _json(url: str, told: Mapping[str, object]) -> HttpPost:
    body = json.dumps(told, ensure_ascii=False).encode()
    return HttpPost(url, body, {"Content-Type": "application/json; charset=utf-8"})


_FORMS: Mapping[ChannelKind, Callable[[OutboundKey, OutboundMessage, dt.datetime], HttpPost]] = {
    ChannelKind.WECOM: _wecom,
    ChannelKind.DINGTALK: _dingtalk,
    ChannelKind.FEISHU: _feishu,
    ChannelKind.WEBHOOK: _webhook,
}


def taken(kind: ChannelKind, status: int, body: bytes) -> tuple[HowTaken, str]:
    """
    Return whether a message was taken, and what the other side says of it.

    Robots answer with status 200 also where they refuse; then a code says why.
    """
    if status == TOO_MANY or status >= SERVER:
        return HowTaken.LATER, f"HTTP {status}"
    if not 200 <= status < 300:
        return HowTaken.NEVER, f"HTTP {status}"
    if kind is ChannelKind.WEBHOOK:
        return HowTaken.YES, f"HTTP {status}"
    try:
        told = json.loads(body)
        code, said = told.get("errcode", told.get("code")), told.get("errmsg", told.get("msg", ""))
    except (ValueError, AttributeError):
        return HowTaken.NEVER, body[:200].decode(errors="replace")
    if code == 0:
        return HowTaken.YES, str(said)[:200]
    is_busy = code in robots()[kind].busy
    return (HowTaken.LATER if is_busy else HowTaken.NEVER), f"{code} {said}"[:200]
