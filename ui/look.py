"""How the app looks: one accent, colours of posts that everybody can tell apart, settings."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from service.roster.export_cells import Colours
from ui.state import shop_posts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.problem import RosterProblem
    from scheduler.shift_type import ShiftType

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
    "runner.postScriptGC": False,  # it comes by itself; after each click it outlasts the drawing
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


PALE_SHARE = 0.22
USUAL_POSTS = ("presales", "aftersales", "insales", "chat", "phone")


def post_colours(posts: Iterable[str]) -> dict[str, Colour]:
    """
    Return the colour of each post, the same on every page, whatever the order they are told in.

    Usual posts have a colour of their own; a shop's own posts one that their name leads to, or the
    next that no other post of the shop has. Colours repeat where there are more posts than colours.
    """
    told = tuple(posts)
    places = _places(frozenset({*told, *shop_posts()}))
    return {post: PALETTE[places[post]] for post in told}


def type_colours(types: Iterable[ShiftType]) -> dict[str, Colour]:
    """Return the colour of each shift type by its code: its own, or the next of the palette."""
    return {
        each.code: Colour(each.colour, _pale(each.colour))
        if each.colour
        else PALETTE[place % len(PALETTE)]
        for place, each in enumerate(types)
    }


def export_colours(problem: RosterProblem) -> Colours:
    """Return the backgrounds of an exported roster."""
    posts = post_colours([post.id for post in problem.posts])
    types = type_colours(problem.rules.types)
    return Colours(*({name: told.soft for name, told in each.items()} for each in (posts, types)))


def _pale(colour: str) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - PALE_SHARE * (255 - part)):02x}" for part in parts)


@lru_cache(maxsize=256)
def _places(posts: frozenset[str]) -> dict[str, int]:
    usual = {post: place for place, post in enumerate(USUAL_POSTS) if post in posts}
    taken = list(usual.values())
    found = dict(usual)
    for post in sorted(posts - usual.keys()):
        first = zlib.crc32(post.encode()) % len(PALETTE)
        round_ = [(first + step) % len(PALETTE) for step in range(len(PALETTE))]
        found[post] = min(round_, key=taken.count)
        taken.append(found[post])
    return found
