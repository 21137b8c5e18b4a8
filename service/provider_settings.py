"""Settings of one provider of identities, each with its meaning."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

ProviderKind = Literal["oidc", "dingtalk", "wecom", "feishu"]


class ProviderSettings(BaseModel):
    """The settings of a provider; its name is that of its table in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ProviderKind = Field(
        description="What it speaks; 钉钉, 企业微信 and 飞书 speak their own"
    )
    label: str = Field("", max_length=40, description="What stands on its button; empty: its kind")
    issuer: str = Field(
        "", description="`oidc`: its address, exactly as it calls itself in its own discovery"
    )
    client_id: str = Field(
        "", description="What it knows this program by: client ID, AppKey, CorpID or App ID"
    )
    client_secret: SecretStr = Field(
        SecretStr(""), description="Its secret; better from the environment than from the file"
    )
    scope: str = Field("openid profile", description="`oidc`: what it is asked for")
    agent_id: str = Field("", description="`wecom`: AgentId of the application")
    corp: str = Field(
        "", description="`dingtalk`: corpId, `feishu`: tenant_key of those who may come; empty: any"
    )
    page: str = Field("", description="Where browsers are sent; empty: as the provider documents")
    api: str = Field("", description="Where this program asks; empty: as the provider documents")
