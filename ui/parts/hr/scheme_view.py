"""Schemes to read: what scores which post, and a scheme line by line with its bands drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.scheme.line import Scoring
from kpi.scheme.scheme import PostKind
from service.month.kpi_plans import (
    adopt_preset,
    post_kinds,
    presets,
    schemes_in_force,
    set_post_kind,
)
from ui import figures, link, state
from ui.guard import action
from ui.month_words import scheme_title
from ui.parts.hr import values
from ui.parts.hr.number_line import number_line
from ui.parts.markup import Row, Tag, Tone, head, listing
from ui.plain import escape, plain
from ui.state import say
from ui.words.catalogue import has, t
from ui.words.names import post_name

if TYPE_CHECKING:
    from kpi.scheme.line import Line
    from kpi.scheme.scheme import Scheme
    from service.month.months import Month


def in_force(month: Month) -> None:
    """Draw by which scheme each post is scored in a month; a post of no known kind gets one."""
    lang = state.lang()
    kinds = post_kinds(link.desk())
    found = schemes_in_force(link.desk(), month)
    rows = []
    for post, scheme in found.items():
        kind = kinds[post]
        rows.append(
            Row(
                (
                    post_name(post, lang),
                    values.capital(say(f"post_kind.{kind}")) if kind else say("scheme.no_kind"),
                    label(scheme) if scheme else say("scheme.no_scheme"),
                    scheme.valid_from.isoformat() if scheme else values.NONE,
                ),
                "" if scheme else "gone",
            )
        )
    heads = [say(f"scheme.{name}") for name in ("post", "kind", "scheme", "since")]
    listing(heads, rows, numbers=frozenset())
    for post in [post for post, kind in kinds.items() if kind is None]:
        _ask_kind(post)


def _ask_kind(post: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            plain(say("scheme.kind_of", post=post_name(post, state.lang()))),
            list(PostKind),
            format_func=lambda kind: values.capital(say(f"post_kind.{kind}")),
            key=f"schemes.kind.{post}",
            width=260,
        )
        st.button(
            say("scheme.keep_kind"), on_click=_keep_kind, args=(post,), key=f"schemes.keep.{post}"
        )


@action
def _keep_kind(post: str) -> None:
    kind = st.session_state[f"schemes.kind.{post}"]
    set_post_kind(link.desk(), post, kind)


def label(scheme: Scheme) -> str:
    """Return a scheme's title with its version."""
    title = scheme_title(scheme, state.lang())
    return say("scheme.label", title=title, version=scheme.version)


def choose(own: tuple[Scheme, ...]) -> tuple[Scheme, bool]:
    """Draw the shop's schemes and those that ship; return the one chosen, and whose it is."""
    mine = {f"own.{one.id}.{one.version}": one for one in own}
    held = {one.id for one in own}
    shipped = {f"preset.{one.id}": one for one in presets() if one.id not in held}
    options = {**mine, **shipped}

    def named(key: str) -> str:
        text = label(options[key])
        return text if key in mine else say("scheme.preset_label", scheme=text)

    chosen = st.selectbox(
        say("scheme.choose"),
        list(options),
        format_func=named,
        key="schemes.chosen",
        label_visibility="collapsed",
    )
    return options[chosen], chosen in mine


def adopt_button(scheme: Scheme) -> None:
    """Draw the button that makes a scheme that ships one of the shop's."""
    st.button(
        say("scheme.adopt"),
        type="primary",
        icon=":material/add:",
        help=say("scheme.adopt_help"),
        on_click=_adopt,
        args=(scheme.id,),
        key="schemes.adopt",
    )


@action
def _adopt(preset_id: str) -> None:
    adopted = adopt_preset(link.desk(), preset_id)
    st.session_state["schemes.chosen"] = f"own.{adopted.id}.{adopted.version}"


def view(scheme: Scheme) -> None:
    """Draw a scheme: where it comes from, its grades, its lines with their bands."""
    tags = [
        Tag(values.capital(say(f"post_kind.{scheme.post_kind}"))),
        Tag(say("scheme.from", date=scheme.valid_from.isoformat()), Tone.GOOD),
    ]
    least = figures.share(float(scheme.least_coverage), state.lang(), 1)
    tags.append(Tag(say("scheme.least_coverage", share=least)))
    if scheme.ours:
        tags.append(Tag(say("score.ours"), Tone.LOOK))
    head(label(scheme), tags)
    if scheme.source:
        st.caption(plain(say("scheme.source", source=note(scheme, "source", scheme.source))))
    if scheme.ours:
        st.caption(plain(say("scheme.ours", ours=note(scheme, "ours", scheme.ours))))
    lines(scheme)


def lines(scheme: Scheme) -> None:
    """Draw a scheme's lines with their bands, and its grades."""
    st.subheader(say("scheme.lines"), help=say("scheme.lines_help"), anchor=False)
    drawn = "".join(_line(line, scheme) for line in scheme.lines)
    st.html(f'<div class="scheme-lines">{drawn}</div>')
    if scheme.grades:
        st.subheader(say("scheme.grades"), anchor=False)
        _grades(scheme)


def note(scheme: Scheme, name: str, written: str) -> str:
    """Return a remark of a scheme that ships in the reader's language; of others as written."""
    key = f"scheme_note.{scheme.id}.{name}"
    return say(key) if has(key, "en") and t(key, "en") == written else written


def _line(line: Line, scheme: Scheme) -> str:
    lang = state.lang()
    name = values.indicator_name(line.indicator, lang)
    formula = say(f"indicator.{line.indicator}.formula")
    mark = ""
    if line.ours:
        title = escape(note(scheme, line.indicator, line.ours))
        mark = f'<span class="tag look" title="{title}">{escape(say("score.ours"))}</span>'
    veto = line.scoring is Scoring.VETO
    weight = values.short(scheme.weight(line), lang)
    shown = say("scoring.veto") if veto else say("scheme.weight", weight=weight)
    rules = " · ".join(_rules(line, lang))
    return (
        f'<div class="scheme-line"><div class="top"><b>{escape(name)}</b>{mark}'
        f'<span class="weight">{escape(shown)}</span></div>'
        f'<div class="sub">{escape(formula)} · {escape(rules)}</div>'
        f"{number_line(line, None, lang, wide=True)}</div>"
    )


def _rules(line: Line, lang: str) -> list[str]:
    """Return how a line is scored, in words."""
    said = [say(f"better.{line.better}"), say(f"scoring.{line.scoring}")]
    if line.scoring is Scoring.TARGET and line.target is not None:
        target = values.edge_text(line.indicator, line.target, lang)
        said.append(say("scheme.target", target=target))
    if line.scoring is Scoring.VETO:
        limit = values.edge_text(line.indicator, line.target or values.ZERO, lang)
        said.append(say("scheme.veto", limit=limit))
    if line.deduction is not None:
        taken = line.deduction
        said.append(
            say(
                "scheme.deduct_begun" if taken.begun else "scheme.deduct",
                target=values.edge_text(line.indicator, taken.target, lang),
                step=values.edge_text(line.indicator, taken.step, lang),
                minus=values.short(taken.minus, lang),
            )
        )
    if line.small_sample is not None:
        few = line.small_sample
        said.append(
            say(
                "scheme.small_sample",
                below=few.below,
                bad=say(f"fact.{few.column}"),
                minus=values.short(few.minus, lang),
            )
        )
    return said


def _grades(scheme: Scheme) -> None:
    lang, above = state.lang(), scheme.full
    rows = []
    for place, grade in enumerate(scheme.grades):
        low, high = values.short(grade.low, lang), values.short(above, lang)
        key = "scheme.range_top" if place == 0 else "scheme.range"
        coefficient = grade.coefficient
        amount = grade.amount
        rows.append(
            Row(
                (
                    values.capital(grade.title_zh if lang == "zh" else grade.title_en),
                    say(key, low=low, high=high),
                    values.NONE if coefficient is None else values.short(coefficient, lang),
                    values.NONE if amount is None else f"¥{values.short(amount, lang)}",
                )
            )
        )
        above = grade.low
    heads = [say(f"scheme.{name}") for name in ("grade", "scores", "coefficient", "amount")]
    listing(heads, rows, numbers=frozenset({2, 3}))
