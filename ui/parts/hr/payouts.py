"""What a month pays: sums, checks, everybody's amounts, one agent's lines."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from kpi.pay.payout import Pays
from service.month.months import recomputes
from ui import figures, state
from ui.parts import register
from ui.parts.hr import values
from ui.parts.hr.ranking import grade_names
from ui.parts.markup import Card, Row, cards, listing
from ui.parts.register import Column, Register
from ui.plain import plain
from ui.state import say
from ui.words.explained import pay_lines
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.pay.payout import Payout
    from service.month.months import MonthRun

YUAN = "¥%,.2f"


def answers(run: MonthRun) -> None:
    """Draw what the month pays in all, and of what."""
    lang, people = state.lang(), len(run.payouts)
    by_kind = {pays: sum((one.amount(pays) for one in run.payouts), Decimal()) for pays in Pays}
    total = sum(by_kind.values(), Decimal())
    mean = total / people if people else Decimal()
    extra = total - by_kind[Pays.BASE] - by_kind[Pays.PERFORMANCE]
    cards(
        [
            Card(
                say("pay.total"),
                figures.money(total, lang),
                say("pay.people", count=people, mean=figures.money(mean, lang)),
            ),
            Card(values.capital(say("pays.base")), figures.money(by_kind[Pays.BASE], lang)),
            Card(
                values.capital(say("pays.performance")),
                figures.money(by_kind[Pays.PERFORMANCE], lang),
                say("pay.of_total", share=_part(by_kind[Pays.PERFORMANCE], total, lang)),
            ),
            Card(say("pay.extra"), figures.money(extra, lang), _extra(by_kind, lang)),
        ]
    )


def _part(amount: Decimal, total: Decimal, lang: str) -> str:
    return figures.share(float(amount / total) if total else 0.0, lang, 1)


def _extra(by_kind: Mapping[Pays, Decimal], lang: str) -> str:
    return "\n".join(
        f"{values.capital(say(f'pays.{pays}'))} {figures.money(amount, lang)}"
        for pays, amount in by_kind.items()
        if amount and pays not in (Pays.BASE, Pays.PERFORMANCE)
    )


def checks(run: MonthRun) -> None:
    """Draw what was checked: sums, the recomputation, what is unpaid."""
    st.subheader(say("pay.checks"), anchor=False)
    lines = sum((line.amount for one in run.payouts for line in one.lines), Decimal())
    totals = sum((one.total for one in run.payouts), Decimal())
    unpaid = [one for one in run.payouts if one.unpaid]
    rows = [
        _check(lines == totals, "sums", total=figures.money(totals, state.lang())),
        _check(_same(run), "recomputed"),
        _check(not unpaid, "unpaid_none" if not unpaid else "unpaid", count=len(unpaid)),
        *(
            Row(("", f"{one.agent_id}: {say(f'unpaid.{reason}')}"))
            for one in unpaid
            for reason in one.unpaid
        ),
        *(
            Row(("", say(f"outside_employment.{one.kind}", **asdict(one))))
            for one in run.inputs.outside
        ),
    ]
    listing([say("pay.state"), say("pay.checked")], rows, numbers=frozenset())


def _check(good: bool, name: str, **told: object) -> Row:
    sign = say("pay.good") if good else say("pay.look")
    return Row((sign, say(f"pay_check.{name}", **told)))


def _same(run: MonthRun) -> bool:
    """Return whether the run's stored inputs lead to the same fen; looked at once a run."""
    key = f"payout.same.{run.month}.{run.number}.{run.entered.at.isoformat()}"
    if key not in st.session_state:
        st.session_state[key] = recomputes(run)
    return bool(st.session_state[key])


def table(run: MonthRun, names: Mapping[str, str]) -> Payout | None:
    """Draw everybody's amounts of every kind of pay there is; return the one chosen."""
    grades, scores = grade_names(run), {score.agent_id: score for score in run.scores}

    def post(one: Payout) -> str:
        cards = scores[one.agent_id].cards
        return " + ".join(post_name(card.post, state.lang()) for card in cards)

    columns: list[Column[Payout]] = [
        Column("agent", lambda one: one.agent_id),
        Column("name", lambda one: names.get(one.agent_id, "")),
        Column("team", lambda one: run.inputs.teams.get(one.agent_id, "")),
        Column("post", post),
        Column("score", lambda one: values.floating(scores[one.agent_id].total), "%.2f"),
        Column("grade", lambda one: grades.get(scores[one.agent_id].grade or "", "")),
        *(_paid(pays) for pays in Pays if any(one.amount(pays) for one in run.payouts)),
        Column("total", lambda one: float(one.total), YUAN, head=values.capital(say("pays.total"))),
    ]
    if any(one.unpaid for one in run.payouts):
        columns.append(Column("unpaid", _unpaid, head=say("pay.unpaid")))
    shown = Register(
        "scores",
        tuple(columns),
        title="pay.people_title",
        widths=(3, 2),
        height_px=430,
        key="payout.table",
    )
    return next(iter(register.pick(shown, run.payouts)), None)


def _paid(pays: Pays) -> Column[Payout]:
    head = values.capital(say(f"pays.{pays}"))
    return Column(pays, lambda one: float(one.amount(pays)), YUAN, head=head)


def _unpaid(one: Payout) -> str:
    return "; ".join(say(f"unpaid.{reason}") for reason in one.unpaid)


def lines(payout: Payout, name: str) -> None:
    """Draw one agent's payout line by line, each with how it came about."""
    st.subheader(plain(say("pay.lines", agent=name)), anchor=False)
    rows = []
    *parts, whole = pay_lines(payout, state.lang())
    for part in parts:
        made, *notes = part.sentences
        rows.append(Row((part.title, made, part.result)))
        rows += [Row(("", note, ""), "note") for note in notes]
    rows.append(Row((whole.title, "", whole.result), "here"))
    told = whole.sentences[bool(parts) :]  # of what is carried, then of what is not paid
    carried = len(payout.notes)
    rows += [Row((say("pay.carried"), said, "")) for said in told[:carried]]
    rows += [Row((say("pay.unpaid"), said, "")) for said in told[carried:]]
    heads = [say(f"pay.{head}") for head in ("what", "made_from", "amount")]
    listing(heads, rows, numbers=frozenset({2}))
    st.caption(say("pay.rounding"))
