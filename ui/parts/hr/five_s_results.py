"""What 5S audits came to: by area and block, audit by audit, and what is still to be put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.records import five_s
from service.records.five_s import FiveS
from ui import figures, link, state
from ui.parts import register
from ui.parts.hr.asking import full_day
from ui.parts.hr.values import short
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.parts.register import Act, Column, Register, each
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    import datetime as dt

    from service.desk import Desk
    from service.records.five_s import AuditSheet
    from service.records.five_s_view import FiveSView, Scored, ToDo


def item_text(sheet: AuditSheet, item: str) -> str:
    """Return an item in words; its id where the sheet has changed since."""
    found = next((one for one in sheet.items if one.id == item), None)
    if found is None:
        return item
    return found.zh if state.lang() == "zh" else found.en


def answers(found: FiveSView, sheet: AuditSheet) -> None:
    """Draw what the month comes to."""
    lang = state.lang()
    shares = [one.share for one in found.month]
    mean = sum(shares) / len(shares) * 100
    failed = [one for one in found.month if not one.score.is_passed]
    late = sum(one.is_overdue for one in found.to_do)
    blocks = {
        block: sum(one.score.by_block[block][0] for one in found.month)
        / sum(one.score.by_block[block][1] for one in found.month)
        for block in FiveS
    }
    worst = min(blocks, key=blocks.__getitem__)
    cards(
        [
            Card(
                say("five_s.card_mean"),
                say("five_s.points", points=figures.number(mean, lang, 1)),
                say("five_s.card_mean_note", count=len(found.month), mark=sheet.pass_mark),
                Tone.GOOD if mean >= sheet.pass_mark else Tone.BAD,
            ),
            Card(
                say("five_s.card_failed"),
                str(len(failed)),
                "、".join(f"{one.audit.area} {_short(one.audit.date)}" for one in failed)
                if lang == "zh"
                else ", ".join(f"{one.audit.area} {_short(one.audit.date)}" for one in failed),
                Tone.BAD if failed else Tone.GOOD,
            ),
            Card(
                say("five_s.card_worst"),
                say(f"five_s.block_{worst}"),
                figures.share(blocks[worst], lang),
            ),
            Card(
                say("five_s.card_to_do"),
                str(len(found.to_do)),
                say("five_s.card_to_do_note", late=late, done=found.done),
                Tone.BAD if late else Tone.LOOK if found.to_do else Tone.GOOD,
            ),
        ]
    )


def _short(date: dt.date) -> str:
    return figures.short_date(date, state.lang())


def by_area(found: FiveSView, sheet: AuditSheet) -> None:
    """List the areas: each audit's points in order of time, and the shares of the blocks."""
    lang = state.lang()
    dates = sorted({one.audit.date for one in found.month})
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("five_s.by_date"), anchor=False)
        rows = []
        for area, each in found.areas().items():
            by_date = {one.audit.date: one for one in each}
            rows.append(Row((area, *(_points(by_date.get(date)) for date in dates))))
        heads = [say("five_s.area"), *(_short(date) for date in dates)]
        listing(heads, rows, numbers=frozenset(range(1, len(heads))))
        st.caption(plain(say("five_s.failed_text", mark=sheet.pass_mark)))
    with right:
        st.subheader(say("five_s.by_block"), anchor=False)
        heads = [say("five_s.area"), *(say(f"five_s.block_{block}") for block in FiveS)]
        rows = [
            Row((area, *(figures.share(share, lang) for share in found.blocks(area).values())))
            for area in found.areas()
        ]
        listing(heads, rows, numbers=frozenset(range(1, len(heads))))


def _points(one: Scored | None) -> str:
    if one is None:
        return "—"
    points = short(one.share * 100, state.lang(), 1)
    return points if one.score.is_passed else f"✕ {points}"


def audit_list(found: FiveSView, sheet: AuditSheet) -> None:
    """List the audits; of the one that is picked, every item that lost points."""
    columns: tuple[Column[Scored], ...] = (
        Column("date", lambda one: full_day(one.audit.date)),
        Column("area", lambda one: one.audit.area),
        Column("auditor", lambda one: one.audit.auditor),
        Column("score", lambda one: f"{one.score.points}/{one.score.full}"),
        Column("verdict", _verdict),
        Column("fixes", lambda one: str(len(one.audit.corrections))),
    )
    chosen = register.pick(Register("five_s", columns, key="five_s.audits"), found.month)
    if not chosen:
        st.caption(say("five_s.pick"))
        return
    audit = chosen[0].audit
    heads = [say(f"five_s.{name}") for name in ("block", "item", "score", "photo", "fix")]
    fixes = {one.item: one for one in audit.corrections}
    lost = [item for item in sheet.items if audit.points.get(item.id, item.most) < item.most]
    lines = [
        Row(
            (
                say(f"five_s.block_{item.block}"),
                item_text(sheet, item.id),
                f"{audit.points[item.id]}/{item.most}",
                audit.photos.get(item.id, "—"),
                fixes[item.id].what if item.id in fixes else "—",
            )
        )
        for item in lost
    ]
    listing(heads, lines, numbers=frozenset({2}))


def to_do_list(found: FiveSView, sheet: AuditSheet) -> None:
    """List what is to be put right; chosen ones are noted as done and looked at."""
    if not found.to_do:
        st.success(say("five_s.nothing_to_do"), icon=":material/check:")
        return
    names = people()
    columns: tuple[Column[ToDo], ...] = (
        Column("due", _due),
        Column("area", lambda one: one.audit.area),
        Column("item", lambda one: item_text(sheet, one.correction.item)),
        Column("what", lambda one: one.correction.what),
        Column("owner", lambda one: names.get(one.correction.owner, one.correction.owner)),
        Column("audited", lambda one: f"{one.audit.auditor} {_short(one.audit.date)}"),
    )
    acts = (Act("note_done", each(_correct), ":material/check:", is_main=True),)
    register.draw(Register("five_s", columns, acts), found.to_do)


def _verdict(one: Scored) -> str:
    return say("five_s.passed" if one.score.is_passed else "five_s.failed")


def _due(one: ToDo) -> str:
    day = full_day(one.correction.due)
    return say("five_s.overdue", day=day) if one.is_overdue else day


def _correct(desk: Desk, one: ToDo) -> None:
    five_s.correct(desk, one.audit_id, one.correction.item, done=link.today())
