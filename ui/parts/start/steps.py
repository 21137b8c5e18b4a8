"""The steps from which a shop is set up: how far each is, and where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.shop.opening import as_text
from service.shop.shops import posts
from service.start.platform_aims import aim_at, aims_seen
from service.start.setting_up import PRESETS, add_posts, posts_written, propose_rules, set_opening
from service.start.what_next import Aim, HowFar, Point, SetUpStep, missing, steps
from ui import done, figures, link, state
from ui.guard import action, guarded
from ui.parts import agreed_roster, staff_upload
from ui.parts.markup import Row, listing
from ui.parts.planner import history_import
from ui.parts.planner.staffing_targets import target_name
from ui.parts.start import beginning
from ui.parts.start.next_line import STEP, said
from ui.parts.start.shop_form import platform_names
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import platform_name, post_name
from ui.words.platform_sentences import aim_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scheduler.post import Post, StaffingInputs
    from service.start.shop_seen import ShopSeen

SIGNS = {HowFar.DONE: "✓", HowFar.LOOK: "○", HowFar.MISSING: "○"}
FOUND = ("handle", "slots", "patience", "target")
"""Values of a post for which the page says where a shop finds its own."""


def show(seen: ShopSeen) -> None:
    """Draw the steps one below the other; open is what somebody came for, or what is next."""
    found = steps(seen)
    undone = next((one.code for one in found if one.standing is not HowFar.DONE), "")
    first = st.session_state.get(STEP, undone)
    for number, point in enumerate(found, start=1):
        title = plain(_title(number, point))
        with st.expander(title, expanded=point.code == first), guarded():
            DRAWN[SetUpStep(point.code)](seen)


def _title(number: int, point: Point) -> str:
    """Return sign, number, name and state of a step."""
    is_done = point.standing is HowFar.DONE
    state_of = say(f"setup.{point.code}_{'done' if is_done else 'open'}", **said(point.told))
    return f"{SIGNS[point.standing]} {number} {say(f'setup.step_{point.code}')} · {state_of}"


def aims(seen: ShopSeen) -> None:
    """Say what can be done already, and what each other aim still waits for."""
    st.markdown(f"**{say('setup.can')}**")
    for aim in Aim:
        lacking, told = missing(seen, aim), say(f"setup.aim_{aim}")
        if lacking:
            told = say("setup.aim_waits", aim=told, steps=_names(lacking))
        st.markdown(plain(f"{SIGNS[HowFar.MISSING if lacking else HowFar.DONE]} {told}"))
    st.caption(plain(say("setup.later")))


def to_come() -> None:
    """Name the steps that follow once there is a shop."""
    st.markdown(f"**{say('setup.then')}**")
    for number, step in enumerate(SetUpStep, start=1):
        st.markdown(plain(f"{number} {say(f'setup.step_{step}')}"))
    st.caption(plain(say("setup.then_text")))


def _names(lacking: Iterable[SetUpStep]) -> str:
    return say("list.comma").join(say(f"setup.step_{step}") for step in lacking)


def _posts(_seen: ShopSeen) -> None:
    """List the posts with what they were proposed, say where to find one's own, change them."""
    found = posts(link.desk())
    listing(
        [say(f"setup.head_{name}") for name in ("post", "opening", *FOUND, "duties")],
        [_row(post) for post in found],
        numbers=frozenset(),
    )
    st.caption(plain(" ".join(say(f"setup.find_{name}") for name in FOUND)))
    aims = aims_seen(link.desk())
    with st.container(gap="xxsmall"):
        for line in aim_sentences(aims, state.lang()):
            st.caption(plain(line))
    hours, more, sold = st.columns(3)
    with hours, st.form("setup.hours", border=False):
        now = as_text(found[0].opening, state.lang()) if found else say("rules.opening_proposed")
        st.text_input(say("setup.opening"), now, key="setup.hours.told")
        st.form_submit_button(say("setup.change_opening"), on_click=_change_opening)
    with more, st.form("setup.more", border=False, clear_on_submit=True):
        st.text_input(say("setup.more_posts"), key="setup.more.told")
        st.form_submit_button(say("setup.add_posts"), on_click=_add_posts)
    with sold, st.form("setup.sold", border=False):
        names = platform_names()
        st.multiselect(
            say("setup.platforms"),
            list(names),
            default=[aim.rule.platform for aim in aims.aims],
            format_func=spoken(list(names), names.__getitem__),
            placeholder=say("setup.platforms_hint"),
            key="setup.sold.told",
        )
        st.form_submit_button(say("setup.aim_at"), help=say("setup.aim_at_help"), on_click=_aim_at)


def _row(post: Post) -> Row:
    lang, inputs = state.lang(), post.staffing
    return Row(
        (
            post_name(post.id, lang),
            as_text(post.opening, lang),
            say("setup.seconds", count=figures.number(inputs.handle_s, lang, 0)),
            figures.number(inputs.chats_at_once, lang, 0),
            say("setup.seconds", count=figures.number(inputs.patience_s, lang, 0)),
            _target(inputs),
            say("list.comma").join(post.duties) or "—",
        )
    )


def _target(inputs: StaffingInputs) -> str:
    """Return the level of a post, and whatever else it promises."""
    first = say(
        "setup.target_of",
        share=figures.share(inputs.service_level, state.lang()),
        seconds=figures.number(inputs.within_s, state.lang(), 0),
    )
    return " · ".join((first, *map(target_name, inputs.targets)))


@action
def _aim_at() -> None:
    aims = aim_at(link.desk(), tuple(st.session_state["setup.sold.told"]))
    names = (platform_name(aim.rule.platform, state.lang()) for aim in aims)
    done.tell(say("setup.aimed", platforms=say("list.comma").join(names)))


@action
def _change_opening() -> None:
    follows = set_opening(link.desk(), str(st.session_state["setup.hours.told"]))
    done.tell(say("setup.opening_kept" if follows else "setup.opening_kept_own_rules"))


@action
def _add_posts() -> None:
    names = posts_written(str(st.session_state["setup.more.told"]))
    new = add_posts(link.desk(), names, lang=state.lang())
    told = say("list.comma").join(post_name(post.id, state.lang()) for post in new)
    done.tell(say("setup.posts_added", posts=told))


def _people(seen: ShopSeen) -> None:
    staff_upload.upload(seen.today)


def _rules(_seen: ShopSeen) -> None:
    """Say which rules weeks begin with, and offer another preset."""
    st.markdown(plain(say("setup.rules_text")))
    chosen, use = st.columns([2, 1], vertical_alignment="bottom")
    name = chosen.selectbox(
        say("rules.preset"),
        PRESETS,
        format_func=spoken(PRESETS, lambda each: say(f"rules.preset_{each}")),
        key="setup.preset",
    )
    st.caption(plain(say(f"rules.preset_{name}_note")))
    use.button(say("setup.use_preset"), on_click=_use_preset, args=(name,), key="setup.use_preset")


@action
def _use_preset(name: str) -> None:
    propose_rules(link.desk(), name)
    done.tell(say("setup.preset_used", preset=say(f"rules.preset_{name}")))


def _history(_seen: ShopSeen) -> None:
    history_import.upload()


def _past(_seen: ShopSeen) -> None:
    agreed_roster.upload(reason=say("setup.past_reason"), stays=True)


def _week(seen: ShopSeen) -> None:
    """Offer to make a week: opened, forecast, staffed; then to its page, to solve it."""
    labels = list(dict.fromkeys((seen.coming.label, seen.this.label, seen.next.label)))
    label = st.segmented_control(
        say("setup.which"),
        sorted(labels),
        default=labels[0],
        required=True,
        key=f"setup.which.{seen.coming.label}",  # another one is proposed once more is known
    )
    assert label is not None
    st.caption(plain(say("setup.week_text", week=label)))
    if lacking := missing(seen, Aim.ROSTER):
        told = say("setup.waits", steps=_names(lacking))
        st.info(plain(told), icon=":material/hourglass_empty:")
    beginning.make(seen, label)


DRAWN: dict[SetUpStep, Callable[[ShopSeen], None]] = {
    SetUpStep.POSTS: _posts,
    SetUpStep.PEOPLE: _people,
    SetUpStep.RULES: _rules,
    SetUpStep.HISTORY: _history,
    SetUpStep.PAST: _past,
    SetUpStep.WEEK: _week,
}
