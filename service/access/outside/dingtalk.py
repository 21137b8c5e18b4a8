"""
钉钉 (DingTalk): a code for a token for the person, in JSON and with names of its own.

Written after the public documentation and tried against a stand-in only, not the real service.

References
----------
https://open.dingtalk.com/document/orgapp/obtain-identity-credentials;
https://open.dingtalk.com/document/orgapp/obtain-user-token;
https://open.dingtalk.com/document/orgapp/dingtalk-retrieve-user-information
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from service.access.outside.asking import asked
from service.access.outside.identity import Identity, code_of, false, not_set_up, vouched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.outside.identity import Flow

PAGE, API = "https://login.dingtalk.com", "https://api.dingtalk.com"


@dataclass(frozen=True, slots=True)
class DingTalk:
    """
    钉钉.

    Parameters
    ----------
    name, label
        In the settings, and as people know it.
    client_id, client_secret
        AppKey and AppSecret of the application.
    corp
        ``corpId`` of the one organisation whose people may come; empty: whoever is linked.
    page, api
        Where browsers are sent, and where this program asks.
    """

    name: str
    label: str
    client_id: str
    client_secret: str
    corp: str = ""
    page: str = PAGE
    api: str = API
    kind: str = "dingtalk"

    @property
    def issuer(self) -> str:
        """Return its own name; a ``unionId`` is the same in all applications of one developer."""
        return f"dingtalk:{self.client_id}"

    def address(self, flow: Flow, back: str) -> str:
        """Return where to send a browser."""
        told = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": back,
            "scope": "openid corpid" if self.corp else "openid",
            "state": flow.state,
            "prompt": "consent",
        }
        return f"{self.page}/oauth2/auth?{urlencode(told)}"

    def identity(self, flow: Flow, back: str, answer: Mapping[str, str]) -> Identity:  # noqa: ARG002 - it knows no PKCE
        """Return whom an answer vouches for."""
        code = code_of(answer, "authCode", "code")
        told = {
            "clientId": self.client_id,
            "clientSecret": self.client_secret,
            "code": code,
            "grantType": "authorization_code",
        }
        token = asked("POST", f"{self.api}/v1.0/oauth2/userAccessToken", json=told)
        key = token.get("accessToken")
        if not isinstance(key, str) or not key:
            raise _refused(str(token.get("code", "")))
        if self.corp and token.get("corpId") != self.corp:
            raise false("corpId")
        headers = {"x-acs-dingtalk-access-token": key}
        person = asked("GET", f"{self.api}/v1.0/contact/users/me", headers=headers)
        return vouched(self.issuer, person.get("unionId"), person.get("nick"))


def _refused(code: str) -> Exception:
    """Return what it means that there is no token: the code is no good, or the application."""
    is_code = "code" in code.lower()
    return false(f"code {code[:60]}") if is_code else not_set_up(code[:60] or "userAccessToken")
