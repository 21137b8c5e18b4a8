"""
企业微信 (WeCom): a code for a member's number, asked for with a token of the application.

Written after the public documentation and tried against a stand-in only, not the real service.

References
----------
https://developer.work.weixin.qq.com/document/path/98152 (the page);
https://developer.work.weixin.qq.com/document/path/91039 (``gettoken``);
https://developer.work.weixin.qq.com/document/path/98176 (``getuserinfo``)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scheduler.errors import Fault, InputError
from service.access.outside.asking import asked
from service.access.outside.identity import Identity, code_of, false, gone, not_set_up, vouched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.outside.identity import Flow

PAGE, API = "https://login.work.weixin.qq.com", "https://qyapi.weixin.qq.com"
BUSY, BAD_CODE = -1, frozenset({40029, 42003})


@dataclass(frozen=True, slots=True)
class WeCom:
    """
    企业微信.

    Parameters
    ----------
    name, label
        In the settings, and as people know it.
    client_id, client_secret
        CorpID of the firm and Secret of its application.
    agent_id
        AgentId of the application.
    page, api
        Where browsers are sent, and where this program asks.
    """

    name: str
    label: str
    client_id: str
    client_secret: str
    agent_id: str
    page: str = PAGE
    api: str = API
    kind: str = "wecom"

    @property
    def issuer(self) -> str:
        """Return its own name; members' numbers are the firm's own, so that it is part of it."""
        return f"wecom:{self.client_id}"

    def address(self, flow: Flow, back: str) -> str:
        """Return where to send a browser."""
        told = {
            "login_type": "CorpApp",
            "appid": self.client_id,
            "agentid": self.agent_id,
            "redirect_uri": back,
            "state": flow.state,
        }
        return f"{self.page}/wwlogin/sso/login?{urlencode(told)}"

    def identity(self, flow: Flow, back: str, answer: Mapping[str, str]) -> Identity:  # noqa: ARG002 - it knows no PKCE
        """Return whom an answer vouches for: members of the firm alone."""
        code = code_of(answer, "code")
        told = {"corpid": self.client_id, "corpsecret": self.client_secret}
        token = _sound(asked("GET", f"{self.api}/cgi-bin/gettoken", params=told))
        asked_for = {"access_token": str(token.get("access_token", "")), "code": code}
        person = _sound(asked("GET", f"{self.api}/cgi-bin/auth/getuserinfo", params=asked_for))
        member = person.get("userid") or person.get("UserId")
        if not member:  # somebody from elsewhere has an ``openid`` alone
            raise InputError(Fault("outside_no_member"))
        return vouched(self.issuer, member)


def _sound(told: dict[str, Any]) -> dict[str, Any]:
    """Return an answer; raises InputError with the provider's own number where it is an error."""
    number = told.get("errcode", 0)
    if number == 0:
        return told
    if number == BUSY:
        raise gone("errcode -1")
    raise false(f"code {number}") if number in BAD_CODE else not_set_up(f"errcode {number!s:.20}")
