"""What each way of weighing found, what is put together from it, and what that would change."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.scheme.scheme_editing import sketch_of
from service.scheme.weight_studies import (
    Method,
    blended,
    by_pairs,
    by_points,
    by_rounds,
    by_spread,
    weighed,
)
from ui import figures, link, state
from ui.guard import show_faults
from ui.parts.hr import scheme_effect, sketching, values, weight_state
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.plain import escape, plain
from ui.state import say

if TYPE_CHECKING:
    from kpi.facts.facts import Floats
    from kpi.scheme.scheme import Scheme
    from service.scheme.weight_studies import Priorities, Round, Study

NUMBERS = frozenset({1, 2, 3, 4})


def _name(indicator: str) -> str:
    return values.indicator_name(indicator, state.lang())


def all_found(study: Study, scheme: Scheme) -> dict[Method, Floats]:
    """Return the weights of every method that has what it needs."""
    run = scheme_effect.newest_scored()
    ways = {
        Method.DIRECT: lambda: by_points(study),
        Method.AHP: lambda: by_pairs(study).weights,
        Method.ENTROPY: lambda: None if run is None else by_spread(study, run, scheme).weights,
        Method.DELPHI: lambda: by_rounds(study)[-1].weights,
    }
    found = {}
    for method, way in ways.items():
        try:
            weights = way()
        except InputError:
            continue
        if weights is not None:
            found[method] = weights
    return found


def pairs_found(study: Study) -> Floats:
    """Draw the matrix of comparisons, its consistency and the pair that hurts it most."""
    found = by_pairs(study)
    lang = state.lang()
    good = found.is_consistent
    note = say("weight.consistent" if good else "weight.inconsistent")
    cards(
        [
            Card(
                say("weight.ratio"),
                figures.number(found.ratio, lang, 3),
                note,
                Tone.GOOD if good else Tone.BAD,
            ),
            Card(
                say("weight.largest"),
                figures.number(found.largest, lang, 3),
                say("weight.index", index=figures.number(found.index, lang, 3)),
            ),
        ]
    )
    if found.worst is not None:
        worst = found.worst
        text = say(
            "weights.worst_pair",
            more=_name(worst.more),
            less=_name(worst.less),
            given=figures.number(worst.given, lang, 2),
            implied=figures.number(worst.implied, lang, 2),
            ratio=figures.number(worst.ratio_without, lang, 3),
        )
        if good:
            st.caption(plain(text))
        else:
            st.warning(plain(text))
    _matrix(study, found)
    return found.weights


def _matrix(study: Study, found: Priorities) -> None:
    """Draw the first expert's answers as a matrix; of several, the geometric means."""
    names, lang = study.indicators, state.lang()
    worst = set() if found.worst is None else {found.worst.more, found.worst.less}
    head = "".join(f"<th>{escape(_name(name))}</th>" for name in names)
    rows = []
    for one in names:
        cells = []
        for two in names:
            times = _mean_times(study, one, two)
            kind = "num worst" if one != two and worst == {one, two} else "num"
            shown = (
                values.short(times, lang) if times >= 1 else f"1/{values.short(1 / times, lang)}"
            )
            cells.append(f'<td class="{kind}">{escape(shown)}</td>')
        rows.append(f"<tr><th>{escape(_name(one))}</th>{''.join(cells)}</tr>")
    st.html(
        f'<div class="scroll"><table class="list matrix"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _mean_times(study: Study, one: str, two: str) -> float:
    if one == two:
        return 1.0
    names = study.indicators
    first, second = sorted((names.index(one), names.index(two)))
    size = len(names)
    at = first * size - first * (first + 1) // 2 + second - first - 1
    mean = prod(expert[at] for expert in study.ahp) ** (1 / len(study.ahp))
    return mean if names.index(one) == first else 1 / mean


def rounds_found(study: Study) -> Floats:
    """Draw what the last round showed, and how agreement grew from round to round."""
    found, lang = by_rounds(study), state.lang()
    last = found[-1]
    cards([_agreement(place, one) for place, one in enumerate(found, start=1)][-4:])
    rows = [
        Row(
            (
                _name(one.name),
                figures.number(one.mean, lang, 2),
                figures.share(one.variation, lang, 1),
                figures.share(one.full_marks, lang),
                say("weight.kept") if one.is_kept else say("weight.dropped"),
            ),
            "" if one.is_kept else "gone",
        )
        for one in last.opinions
    ]
    heads = [say(f"weight.{name}") for name in ("item", "mean", "variation", "full", "passed")]
    listing(heads, rows, numbers=frozenset({1, 2, 3}))
    return last.weights


def _agreement(place: int, one: Round) -> Card:
    name = say("weight.round_w", number=place)
    if one.agreement is None:
        return Card(name, values.NONE)
    agreed, lang = one.agreement, state.lang()
    note = say(
        "weight.w_note",
        raters=agreed.raters,
        chi=figures.number(agreed.chi_square, lang, 1),
        degrees=agreed.items - 1,
    )
    return Card(name, f"W = {figures.number(agreed.w, lang, 3)}", note)


def spread_found(study: Study, scheme: Scheme) -> tuple[Study, Floats | None]:
    """Draw how much agents differ in each indicator, and the cap; return the weights."""
    st.caption(say("weight.entropy_help"))
    run = scheme_effect.newest_scored()
    if run is None:
        st.caption(say("effect.no_month"))
        return study, None
    cap = st.slider(
        say("weight.cap"),
        min_value=0.1,
        max_value=1.0,
        value=study.cap,
        step=0.05,
        format="percent",
        key=weight_state.key("cap"),
    )
    study = replace(study, cap=float(cap))
    found = by_spread(study, run, scheme)
    lang = state.lang()
    entropy = dict(zip(found.names, found.found.entropy, strict=True))
    raw = dict(zip(found.names, found.found.weights, strict=True))
    rows = [
        Row(
            (
                _name(name),
                figures.number(float(entropy[name]), lang, 4) if name in entropy else values.NONE,
                figures.share(float(raw[name]), lang, 1) if name in raw else values.NONE,
                figures.share(float(weight), lang, 1),
            )
        )
        for name, weight in zip(study.indicators, found.weights, strict=True)
    ]
    heads = [say(f"weight.{name}") for name in ("item", "entropy", "raw", "capped")]
    listing(heads, rows, numbers=NUMBERS)
    left = found.found.rows_left_out
    st.caption(plain(say("weight.rows", rows=found.found.rows, left=left)))
    return study, found.weights


def blend_found(study: Study, found: dict[Method, Floats]) -> tuple[Study, Floats]:
    """Draw how much each method counts; return the study with it and the blend."""
    st.caption(say("weight.blend_help"))
    now = dict(study.shares)
    given = []
    for where, method in zip(st.columns(len(found)), found, strict=True):
        share = where.number_input(
            say(f"weights.{method}"),
            value=now.get(method.value, 0.0),
            min_value=0.0,
            max_value=100.0,
            step=10.0,
            format="%g",
            key=weight_state.key(f"share.{method}"),
        )
        given.append((method.value, float(share)))
    study = replace(study, shares=tuple(given))
    return study, blended(study, found)


def compared(study: Study, scheme: Scheme, found: dict[Method, Floats], chosen: Floats) -> None:
    """Draw the weights of all methods beside those in force and those chosen."""
    lang = state.lang()
    now = {line.indicator: line.weight for line in scheme.scored}
    heads = [say("weight.item"), say("weight.now"), *(say(f"weights.{m}") for m in found)]
    heads.append(say("weight.chosen"))
    rows = [
        Row(
            (
                _name(name),
                f"{values.short(now[name], lang)}%",
                *(figures.share(float(weights[place]), lang, 1) for weights in found.values()),
                figures.share(float(chosen[place]), lang, 1),
            )
        )
        for place, name in enumerate(study.indicators)
    ]
    st.subheader(say("weight.compared"), anchor=False)
    listing(heads, rows, numbers=frozenset(range(1, len(heads))))


def proposed(study: Study, scheme: Scheme, chosen: Floats) -> None:
    """Draw what the weights would change, and the button that takes them into the editor."""
    try:
        new = weighed(scheme, study, chosen)
    except InputError as error:
        show_faults(error.faults)
        return
    dropped = len(scheme.lines) - len(new.lines)
    if dropped:
        st.warning(plain(say("weight.dropped_lines", count=dropped)), icon=":material/info:")
    scheme_effect.live(new)
    if st.button(
        say("weight.to_editor"),
        type="primary",
        icon=":material/tune:",
        help=say("weight.to_editor_help"),
        key="weights.to_editor",
    ):
        sketching.begin(sketch_of(new))
        st.switch_page(link.page("scheme_editor"))
