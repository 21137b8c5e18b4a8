"""How the app looks: one accent, colours of posts that everybody can tell apart, settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ACCENT = "#1d4ed8"
INK = "#1f2933"
QUIET = "#5f6b7a"
LINE = "#d9dee5"
PAPER = "#f5f7fa"
BAD = "#c62828"
LOOK = "#b26a00"
GOOD = "#2e7d32"

FONTS = (
    '"PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC",'
    ' "Source Han Sans SC", "Segoe UI", system-ui, sans-serif'
)

OPTIONS: Mapping[str, object] = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.allowedHosts": ["localhost", "127.0.0.1", "::1"],
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "theme.base": "light",
    "theme.primaryColor": ACCENT,
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": PAPER,
    "theme.textColor": INK,
    "theme.borderColor": LINE,
    "theme.baseFontSize": 14,
    "theme.baseRadius": "6px",
    "theme.paddingTop": "0.75rem",
    "theme.paddingBottom": "3rem",
    "theme.font": FONTS,
}
"""Settings of the server and the theme; ``.streamlit/config.toml`` says the same."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A post's colour: ``strong`` for lines and edges, ``soft`` behind dark text."""

    strong: str
    soft: str


PALETTE = (
    Colour("#2b7fb8", "#dcecf7"),
    Colour("#d08a00", "#fbedcf"),
    Colour("#00866a", "#d3efe7"),
    Colour("#a4508b", "#f3dfee"),
    Colour("#5b6472", "#e3e6eb"),
    Colour("#7a5230", "#eee2d6"),
)
"""After Okabe and Ito: told apart with every common colour blindness, also in grey by lightness."""


def post_colours(posts: Sequence[str]) -> dict[str, Colour]:
    """Return the colour of each post by its place in the shop; they repeat after the last."""
    return {post: PALETTE[place % len(PALETTE)] for place, post in enumerate(posts)}
