"""
OpenID Connect: the code flow with PKCE, and an identity token that is believed only once checked.

References
----------
OpenID Connect Core 1.0, section 3.1 (https://openid.net/specs/openid-connect-core-1_0.html);
OpenID Connect Discovery 1.0, section 4; RFC 7636 (PKCE); RFC 9207 (``iss`` of an answer).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.errors import InputError
from service.access.outside.asking import TIMEOUT_S, asked
from service.access.outside.identity import (
    Identity,
    code_of,
    false,
    gone,
    not_set_up,
    vouched,
)
from service.access.outside.reach import is_reachable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from authlib.integrations.requests_client import OAuth2Session

    from service.access.outside.identity import Flow

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
)
"""Signatures that only the provider can make; ``none``, and keys both sides know, are not taken."""

SKEW_S = 60
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
CODE_ERRORS = frozenset({"invalid_grant", "access_denied"})


@dataclass(frozen=True, slots=True)
class OpenId:
    """
    A provider that speaks OpenID Connect.

    Parameters
    ----------
    name, label
        In the settings, and as people know it.
    issuer
        Its address, exactly as it calls itself.
    client_id, client_secret
        What it knows this program by; an empty secret: PKCE alone.
    scope
        What it is asked for.
    """

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid profile"
    kind: str = "oidc"

    def address(self, flow: Flow, back: str) -> str:
        """Return where to send a browser."""
        found = self._found()
        told, _ = self._client(found, back).create_authorization_url(
            found["authorization_endpoint"],
            state=flow.state,
            nonce=flow.nonce,
            code_verifier=flow.verifier,
        )
        return str(told)

    def identity(self, flow: Flow, back: str, answer: Mapping[str, str]) -> Identity:
        """Return whom an answer vouches for."""
        if answer.get("iss", self.issuer) != self.issuer:
            raise false("iss")
        code = code_of(answer, "code")
        found = self._found()
        token = self._redeemed(found, flow, back, code)
        claims = self._claims(found, flow, token.get("id_token"))
        names = ("name", "preferred_username", "email")
        told = [claims.get(one) for one in names]
        if not any(told) and found.get("userinfo_endpoint"):
            more = self._more(found["userinfo_endpoint"], token, claims["sub"])
            told = [more.get(one) for one in names]
        return vouched(self.issuer, claims.get("sub"), *told)

    def _found(self) -> dict[str, Any]:
        """Return what the provider says of itself, asked each time: it may change its keys."""
        place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = asked("GET", place)
        if found.get("issuer") != self.issuer:
            raise not_set_up(f"issuer {found.get('issuer')!s:.200}")
        if not all(is_reachable(found.get(name)) for name in NEEDED):
            raise gone("openid-configuration")
        return found

    def _client(self, found: Mapping[str, Any], back: str) -> OAuth2Session:
        from authlib.integrations.requests_client import (  # noqa: PLC0415 - only who signs in by it
            OAuth2Session,
        )

        ways = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        basic = "client_secret_basic" in ways or "client_secret_post" not in ways
        way = "client_secret_basic" if basic else "client_secret_post"
        return OAuth2Session(
            self.client_id,
            self.client_secret or None,
            token_endpoint_auth_method=way if self.client_secret else "none",
            scope=self.scope,
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _redeemed(
        self, found: Mapping[str, Any], flow: Flow, back: str, code: str
    ) -> dict[str, Any]:
        """Return the tokens of a code, which the provider hands out once."""
        import requests  # noqa: PLC0415 - only who signs in by a provider needs it
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - as above

        try:
            with self._client(found, back) as client:
                told = client.fetch_token(
                    found["token_endpoint"],
                    code=code,
                    grant_type="authorization_code",
                    code_verifier=flow.verifier,
                    timeout=TIMEOUT_S,
                    allow_redirects=False,
                )
        except AuthlibBaseError as error:
            raise _of_token_error(str(error.error)) from None
        except (requests.RequestException, ValueError) as error:
            raise gone(type(error).__name__) from None
        if not isinstance(told, dict):
            raise gone("token")
        return told

    def _claims(self, found: Mapping[str, Any], flow: Flow, token: object) -> dict[str, Any]:
        """Return what an identity token says, once its signature and all else were checked."""
        from joserfc import jwt  # noqa: PLC0415 - only who signs in by a provider needs it
        from joserfc.errors import JoseError  # noqa: PLC0415 - as above
        from joserfc.jwk import KeySet  # noqa: PLC0415 - as above

        if not isinstance(token, str):
            raise false("id_token")
        try:
            keys = KeySet.import_key_set(asked("GET", found["jwks_uri"]))  # type: ignore[arg-type]  # checked there
            claims = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
            jwt.JWTClaimsRegistry(
                leeway=SKEW_S,
                iss={"essential": True, "value": self.issuer},
                sub={"essential": True},
                aud={"essential": True, "value": self.client_id},
                exp={"essential": True},
                iat={"essential": True},
            ).validate(claims)
        except InputError:
            raise
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise false(f"id_token {getattr(error, 'claim', '') or type(error).__name__}") from None
        nonce = claims.get("nonce")
        if not isinstance(nonce, str) or not secrets.compare_digest(
            nonce.encode(), flow.nonce.encode()
        ):
            raise false("id_token nonce")
        self._require_for_us(claims)
        return claims

    def _require_for_us(self, claims: Mapping[str, Any]) -> None:
        """Raise InputError where a token is for several, and was not asked for by this program."""
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        party = claims.get("azp", None if several else self.client_id)
        if party != self.client_id:
            raise false("id_token azp")

    def _more(self, place: object, token: Mapping[str, Any], subject: str) -> dict[str, Any]:
        """Return what else the provider tells of somebody, if it is of them."""
        if not is_reachable(place) or not isinstance(token.get("access_token"), str):
            return {}
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        told = asked("GET", str(place), headers=headers)
        return told if told.get("sub") == subject else {}


def _of_token_error(error: str) -> InputError:
    """Return what it means that a provider gives no token for a code."""
    return false(f"code {error}") if error in CODE_ERRORS else not_set_up(error[:60])
