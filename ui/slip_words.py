"""The pay slips of a month, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.month.explaining import explainer
from service.month.slips import Slip, SlipRow, SlipRowKind
from ui.words.catalogue import t
from ui.words.explained import card_lines, pay_lines, whole_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.month.explaining import MonthTold
    from service.month.export_month import MonthWords
    from service.month.months import MonthRun
    from ui.words.explained import ToldLine


def month_slips(run: MonthRun, words: MonthWords, *, agent: str | None = None) -> tuple[Slip, ...]:
    """Return the slip of everybody paid in a run, or of one agent alone, in their order."""
    teller = explainer(run)
    paid = [payout.agent_id for payout in run.payouts if agent in (None, payout.agent_id)]
    return tuple(_slip(who, teller.of(who), words, words.lang) for who in paid)


def _slip(agent: str, told: MonthTold, words: MonthWords, lang: str) -> Slip:
    _, name, team = words.who(agent)
    posts = (words.posts[one.card.post] for one in told.account.cards)
    who = [agent, *(str(part) for part in (name, team) if part and part != agent)]
    rows = tuple(_rows(told, words, lang))
    heading = " · ".join((*who, " + ".join(posts)))
    return Slip(agent, words.title, heading, rows, t("slip.sign", lang))


def _rows(told: MonthTold, words: MonthWords, lang: str) -> Iterator[SlipRow]:
    for one in told.account.cards:
        post = words.posts[one.card.post]
        yield SlipRow(SlipRowKind.HEAD, t("slip.score", lang, post=post))
        yield from _told(card_lines(one, lang), is_money=False)
    yield from _told([whole_line(told.account, lang)], is_money=False)
    if told.payout is not None:
        yield SlipRow(SlipRowKind.HEAD, t("slip.pay", lang))
        yield from _told(pay_lines(told.payout, lang), is_money=True)
        yield SlipRow(SlipRowKind.NOTE, "", t("pay.rounding", lang))


def _told(lines: Iterable[ToldLine], *, is_money: bool) -> Iterator[SlipRow]:
    """Yield each line with its first sentence beside it and the others below."""
    for line in lines:
        kind = SlipRowKind.LINE if line.key else SlipRowKind.TOTAL
        first, *others = line.sentences or ("",)
        yield SlipRow(kind, line.title, first, line.number, is_money)
        for sentence in others:
            yield SlipRow(SlipRowKind.NOTE, "", sentence)
