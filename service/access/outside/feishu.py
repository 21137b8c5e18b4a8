"""
飞书 (Feishu): OAuth 2 with PKCE, and the person asked for with the token.

Written after the public documentation and tried against a stand-in only, not the real service.

References
----------
https://open.feishu.cn/document/common-capabilities/sso/api/obtain-oauth-code;
https://open.feishu.cn/document/authentication-management/access-token/get-user-access-token;
https://open.feishu.cn/document/server-docs/authentication-management/login-state-management/get
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from service.access.outside.asking import asked
from service.access.outside.identity import Identity, code_of, false, gone, not_set_up, vouched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.access.outside.identity import Flow

PAGE, API = "https://accounts.feishu.cn", "https://open.feishu.cn"
BAD_CODE = frozenset({"20003", "20004", "20024", "20049", "20065", "invalid_grant"})
BUSY = frozenset({"20050", "server_error"})


@dataclass(frozen=True, slots=True)
class Feishu:
    """
    飞书.

    Parameters
    ----------
    name, label
        In the settings, and as people know it.
    client_id, client_secret
        App ID and App Secret.
    corp
        ``tenant_key`` of the one firm whose people may come; empty: whoever is linked.
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
    kind: str = "feishu"

    @property
    def issuer(self) -> str:
        """Return its own name; a ``union_id`` is the same in all applications of one developer."""
        return f"feishu:{self.client_id}"

    def address(self, flow: Flow, back: str) -> str:
        """Return where to send a browser."""
        told = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": back,
            "state": flow.state,
            "code_challenge": _challenge(flow.verifier),
            "code_challenge_method": "S256",
        }
        return f"{self.page}/open-apis/authen/v1/authorize?{urlencode(told)}"

    def identity(self, flow: Flow, back: str, answer: Mapping[str, str]) -> Identity:
        """Return whom an answer vouches for."""
        told = {
            "grant_type": "authorization_code",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code": code_of(answer, "code"),
            "redirect_uri": back,
            "code_verifier": flow.verifier,
        }
        token = asked("POST", f"{self.api}/open-apis/authen/v2/oauth/token", json=told)
        key = token.get("access_token")
        if not _is_sound(token) or not isinstance(key, str) or not key:
            raise _refused(str(token.get("code", "")), str(token.get("error", "")))
        headers = {"Authorization": f"Bearer {key}"}
        person = asked("GET", f"{self.api}/open-apis/authen/v1/user_info", headers=headers)
        data = person.get("data")
        if not _is_sound(person) or not isinstance(data, dict):
            raise gone(f"user_info {person.get('code')!s:.20}")
        if self.corp and data.get("tenant_key") != self.corp:
            raise false("tenant_key")
        return vouched(self.issuer, data.get("union_id"), data.get("name"), data.get("en_name"))


def _challenge(verifier: str) -> str:
    """Return the challenge of a verifier (RFC 7636, section 4.2)."""
    told = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def _is_sound(told: Mapping[str, object]) -> bool:
    """Return whether an answer is no error; the number is written as text in some."""
    return str(told.get("code", 0)) == "0"


def _refused(code: str, error: str) -> Exception:
    if {code, error} & BUSY:
        return gone(error or code)
    is_code = bool({code, error} & BAD_CODE)
    return false(f"code {code}"[:60]) if is_code else not_set_up((error or code or "token")[:60])
