"""The providers of the settings, and all that is wrong with what is said of them."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, gathering
from service.access.outside import dingtalk, feishu, wecom
from service.access.outside.dingtalk import DingTalk
from service.access.outside.feishu import Feishu
from service.access.outside.oidc import OpenId
from service.access.outside.reach import is_reachable
from service.access.outside.wecom import WeCom

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.access.outside.identity import Provider
    from service.provider_settings import ProviderSettings

NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
NEEDED = {
    "oidc": ("issuer", "client_id"),
    "dingtalk": ("client_id", "client_secret"),
    "wecom": ("client_id", "client_secret", "agent_id"),
    "feishu": ("client_id", "client_secret"),
}
UNTRIED = frozenset({"dingtalk", "wecom", "feishu"})
"""Kinds that were tried against a stand-in only, never against the real service."""

LIBRARIES = ("authlib", "joserfc")


def configured(told: Mapping[str, ProviderSettings]) -> tuple[Provider, ...]:
    """
    Return the providers of the settings, in their order.

    Raises
    ------
    InputError
        With all that is missing or wrong; ``providers_extra``, where the libraries that check
        identity tokens are not installed.
    """
    with gathering() as check:
        for name, one in told.items():
            _look(check, name, one)
    lacking = [one for one in LIBRARIES if find_spec(one) is None]
    if lacking and any(one.kind == "oidc" for one in told.values()):
        raise InputError(Fault("providers_extra", value=", ".join(lacking)))
    return tuple(_provider(name, one) for name, one in told.items())


def _look(check: Callable[..., None], name: str, one: ProviderSettings) -> None:
    """Check what is said of a provider."""
    place = f"providers.{name}"
    check(NAME.fullmatch(name) is not None, "provider_name", column=place, value=name)
    for field in NEEDED[one.kind]:
        held = getattr(one, field)
        there = held.get_secret_value() if field == "client_secret" else held
        check(bool(there), "provider_lacks", column=f"{place}.{field}", value=one.kind)
    for field in ("issuer", "page", "api"):
        told = getattr(one, field)
        good = not told or is_reachable(told)
        check(good, "provider_address", column=f"{place}.{field}", value=told)
    plain = re.fullmatch(r"\S*", one.client_id) is not None
    check(plain, "provider_blank", column=f"{place}.client_id", value=one.client_id)


def _provider(name: str, told: ProviderSettings) -> Provider:
    secret = told.client_secret.get_secret_value()
    pages = {key: getattr(told, key).rstrip("/") for key in ("page", "api")}
    if told.kind == "oidc":
        return OpenId(name, told.label, told.issuer, told.client_id, secret, told.scope)
    if told.kind == "dingtalk":
        page, api = pages["page"] or dingtalk.PAGE, pages["api"] or dingtalk.API
        return DingTalk(name, told.label, told.client_id, secret, told.corp, page, api)
    if told.kind == "wecom":
        page, api = pages["page"] or wecom.PAGE, pages["api"] or wecom.API
        return WeCom(name, told.label, told.client_id, secret, told.agent_id, page, api)
    page, api = pages["page"] or feishu.PAGE, pages["api"] or feishu.API
    return Feishu(name, told.label, told.client_id, secret, told.corp, page, api)


def named(providers: tuple[Provider, ...], name: str) -> Provider:
    """Return the provider of a name; raises InputError where the settings have none of it."""
    found = next((one for one in providers if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in providers) or "—"
        details = {"known": known}
        raise InputError(Fault("unknown_provider", value=name, details=details))
    return found
