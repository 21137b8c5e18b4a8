"""What a month pays: sums, checks, everybody's amounts, one agent's lines."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from kpi.pay.payout import Pays
from service.month.months import recomputes
from ui import figures, state
from ui.parts.hr import values
from ui.parts.hr.ranking import found, grade_names
from ui.parts.markup import Card, Row, cards, listing
from ui.plain import plain
from ui.state import say
from ui.words.explained import pay_lines
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.pay.payout import Payout
    from service.month.months import MonthRun


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


def frame(run: MonthRun, names: Mapping[str, str]) -> pd.DataFrame:
    """Return a row per agent with the amount of every kind of pay there is."""
    grades = grade_names(run)
    scores = {score.agent_id: score for score in run.scores}
    rows = []
    for one in run.payouts:
        score = scores[one.agent_id]
        rows.append(
            {
                "agent": one.agent_id,
                "name": names.get(one.agent_id, ""),
                "team": run.inputs.teams.get(one.agent_id, ""),
                "post": " + ".join(post_name(card.post, state.lang()) for card in score.cards),
                "score": None if score.total is None else float(score.total),
                "grade": grades.get(score.grade or "", ""),
                **{f"pays.{pays}": float(one.amount(pays)) for pays in Pays},
                "total": float(one.total),
                "unpaid": "; ".join(say(f"unpaid.{reason}") for reason in one.unpaid),
            }
        )
    return pd.DataFrame(rows)


def table(rows: pd.DataFrame) -> str | None:
    """Draw everybody's amounts; return the id of the agent chosen."""
    title, box = st.columns([3, 2], vertical_alignment="center")
    title.subheader(say("pay.people_title"), help=say("pay.people_help"), anchor=False)
    asked = box.text_input(
        say("scores.search"),
        key="payout.search",
        placeholder=say("scores.search_hint"),
        label_visibility="collapsed",
    ).strip()
    shown = found(rows, asked)
    if shown.empty:
        st.caption(plain(say("scores.none_found", asked=asked)))
        return None
    kinds = [f"pays.{pays}" for pays in Pays if rows[f"pays.{pays}"].any()]
    money = {
        kind: st.column_config.NumberColumn(values.capital(say(kind)), format="¥%,.2f")
        for kind in kinds
    }
    columns = ["agent", "name", "team", "score", "grade", *kinds, "total"]
    if rows["unpaid"].any():
        columns.append("unpaid")
    picked = st.dataframe(
        shown[columns],
        hide_index=True,
        height=min(430, 38 + 35 * len(shown)),
        on_select="rerun",
        selection_mode="single-row",
        placeholder=values.NONE,
        key=f"payout.table.{asked}",
        column_config={
            "agent": say("scores.agent"),
            "name": say("scores.name"),
            "team": say("scores.team"),
            "score": st.column_config.NumberColumn(say("scores.score"), format="%.2f"),
            "grade": say("scores.grade"),
            **money,
            "total": st.column_config.NumberColumn(
                values.capital(say("pays.total")), format="¥%,.2f"
            ),
            "unpaid": say("pay.unpaid"),
        },
    )
    if picked.selection.rows:
        return str(shown.iloc[picked.selection.rows[0]]["agent"])
    return None


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
