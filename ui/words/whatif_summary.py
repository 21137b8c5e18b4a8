"""A what-if on one page: the options with their price and risk, to be printed or sent round."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from service.drawing.fold import folded
from service.drawing.table import DrawnCell, DrawnTable, pdf
from ui import figures
from ui.against import Reach, pair, reach
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADS = ("option", "changes", "people", "required", "price", "short", "level", "risk")
WIDE = {"option": 20, "changes": 34, "risk": 40}
NOTE_WIDTH = 175
GOOD, BAD, UNSURE = "#DFF0E1", "#F9DEDC", "#FBEDCF"
NONE = "—"


@dataclass(frozen=True, slots=True)
class PostLevel:
    """
    A post's simulated level beside its target; shares in [0, 1].

    Parameters
    ----------
    post
        Its id; empty: all posts together, which have no target.
    mean, low, high
        The mean and its 95 % interval; None: a single week was simulated.
    goal
        What is asked; None: nothing.
    """

    post: str
    mean: float
    low: float | None
    high: float | None
    goal: float | None = None

    @property
    def stands(self) -> Reach | None:
        """Return how it stands to its target; None: there is none."""
        return None if self.goal is None else reach(self.mean, self.goal, self.high)


@dataclass(frozen=True, slots=True)
class SummaryOption:
    """
    An option of a what-if.

    Parameters
    ----------
    name, changes
        What it is called, and what it changes; empty: nothing.
    people, required_hours
        Who there is, and agent-hours required.
    price
        Yuan that the roster's hours cost; None: not known.
    short_hours, gap_hours
        Agent-hours missing in its roster, and how far that may be from the best, proven; None: no
        roster, or not proven.
    breaches
        Rules its roster breaks; None: there is no roster.
    levels
        Simulated, all posts together first; empty: not simulated.
    is_old
        Whether its numbers are of other inputs than it has now.
    unpriced
        People whose hourly cost is not known: the price leaves them out.
    """

    name: str
    changes: str
    people: int
    required_hours: float
    price: Decimal | None
    short_hours: float | None
    gap_hours: float | None
    breaches: int | None
    levels: tuple[PostLevel, ...] = ()
    is_old: bool = False
    unpriced: int = 0

    @property
    def whole_price(self) -> Decimal | None:
        """Return the price where it is that of everybody."""
        return None if self.unpriced else self.price

    @property
    def is_sound(self) -> bool:
        """Return whether its roster breaks nothing and every target is held in simulation."""
        stands = [each.stands for each in self.levels if each.stands is not None]
        held = bool(stands) and all(each is Reach.HELD for each in stands)
        return self.breaches == 0 and held and not self.is_old


def summary_pdf(title: str, options: Sequence[SummaryOption], lang: str) -> bytes:
    """
    Return options as a PDF of one landscape page, the first as what the others differ from.

    Raises
    ------
    InputError
        ``font_missing`` where no typeface with Chinese characters is on this computer.
    """
    return pdf([summary_table(title, options, lang)], title)


def summary_table(title: str, options: Sequence[SummaryOption], lang: str) -> DrawnTable:
    """Return the page's table."""
    heads = tuple(DrawnCell(t(f"summary.{name}", lang)) for name in HEADS)
    rows = tuple(_row(each, options[0], lang) for each in options)
    notes = ("price", "short", "level", "noise")
    told = "\n".join(folded(t(f"summary.note_{name}", lang), NOTE_WIDTH) for name in notes)
    return DrawnTable(
        title=title,
        status=_best(options, lang),
        warning=_warning(options, lang),
        rows=(heads, *rows),
        notes=tuple((None, "", line) for line in told.split("\n")),
    )


def _best(options: Sequence[SummaryOption], lang: str) -> str:
    """Return which option is cheapest of those that hold every target."""
    prices = [(each.whole_price, each) for each in options if each.is_sound]
    sound = [(price, each) for price, each in prices if price is not None]
    if not sound:
        return t("summary.none_sound", lang)
    price, best = min(sound, key=lambda pair: pair[0])
    return t("summary.best", lang, name=best.name, price=figures.money(price, lang))


def _warning(options: Sequence[SummaryOption], lang: str) -> str:
    old = [each.name for each in options if each.is_old]
    return t("summary.old", lang, names=t("list.comma", lang).join(old)) if old else ""


def _row(one: SummaryOption, first: SummaryOption, lang: str) -> tuple[DrawnCell, ...]:
    risk, colour = _risk(one, lang)
    told = {
        "option": one.name,
        "changes": one.changes or t("summary.nothing", lang),
        "people": figures.number(one.people, lang, 0),
        "required": figures.number(one.required_hours, lang, 0),
        "price": _price(one, first, lang),
        "short": _short(one, lang),
        "level": _level(one, lang),
        "risk": risk,
    }
    return tuple(
        DrawnCell(
            folded(told[name], WIDE[name]) if name in WIDE else told[name],
            colour if name == "risk" else None,
            is_left=name in WIDE,
        )
        for name in HEADS
    )


def _price(one: SummaryOption, first: SummaryOption, lang: str) -> str:
    if one.price is None:
        return t("summary.unknown", lang)
    told = figures.money(one.price, lang)
    if one.unpriced:
        return f"{told}\n{t('summary.unpriced', lang, count=one.unpriced)}"
    if one is first or first.whole_price is None:
        return told
    differs = one.price - first.whole_price
    sign = "+" if differs > 0 else "−" if differs < 0 else "±"
    return f"{told}\n{sign}{figures.money(abs(differs), lang)}"


def _short(one: SummaryOption, lang: str) -> str:
    if one.short_hours is None:
        return NONE
    told = figures.number(one.short_hours, lang, 1)
    if one.gap_hours is None:
        return told
    gap = figures.number(one.gap_hours, lang, 1)
    return f"{told}\n{t('summary.gap', lang, hours=gap)}"


def _level(one: SummaryOption, lang: str) -> str:
    if not one.levels:
        return NONE
    total = one.levels[0]
    told = figures.share(total.mean, lang, 1)
    if total.low is None or total.high is None:
        return told
    return f"{told}\n({figures.share(total.low, lang, 1)} - {figures.share(total.high, lang, 1)})"


def _risk(one: SummaryOption, lang: str) -> tuple[str, str]:
    """Return what may go wrong with an option, and the colour it is told on."""
    if one.breaches is None:
        return t("summary.no_roster", lang), UNSURE
    lines, colour = [], GOOD
    if one.breaches:
        lines.append(t("summary.breaches", lang, count=one.breaches))
        colour = BAD
    for each in one.levels:
        stands = each.stands
        if each.goal is None or stands in (None, Reach.HELD):
            continue
        share, asked = pair(each.mean, each.goal, lang)
        key = "summary.misses" if stands is Reach.MISSED else "summary.may_miss"
        lines.append(t(key, lang, post=post_name(each.post, lang), share=share, goal=asked))
        colour = BAD if BAD in (colour,) or stands is Reach.MISSED else UNSURE
    if not one.levels:
        lines.append(t("summary.not_tested", lang))
        colour = BAD if colour == BAD else UNSURE
    return ("\n".join(lines), colour) if lines else (t("summary.no_risk", lang), GOOD)
