"""Forms on people: adding somebody, changing one or several, what files call somebody."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scheduler.agent import ProtectedBy
from service.shop import staff_lines
from service.shop.shops import posts, rules
from service.shop.staff_lines import LinesBefore, ManyTold, PersonTold
from service.shop.told import NamesTold, Nickname, remember
from ui import fields, link, state
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.line_words import full_day
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from service.desk import Desk
    from service.shop.staff_lines import StaffMember

FULL_TIME = 40.0
ROWS = (
    ("name", "team"),
    ("posts",),
    ("hours_week", "work_plan"),
    ("hired", "leaves"),
    ("no_nights", "overtime_consent"),
    ("phone",),
)
RARE = (
    ("min_hours_week", "max_consecutive_days"),
    ("hourly_cost", "service_since"),
    ("protected",),
    ("protected_from", "protected_to"),
    ("is_experienced",),
)
USUAL: dict[str, object] = {"hours_week": FULL_TIME, "min_hours_week": 0.0, "hourly_cost": 0.0}


def new() -> None:
    """Ask for somebody new."""
    rows = ((Ask("agent_id", fault="empty"),), *_asked(ROWS, USUAL))
    entry_form.draw(
        Form(
            "person",
            PersonTold,
            rows,
            staff_lines.add_person,
            done=lambda told, _: say("person.added", agent=_named(told)),
            undo=staff_lines.put_back,
            button="add",
            rare=_asked(RARE, USUAL),
            key=f"person.new.{link.actions_taken()}",
        )
    )


def change(one: StaffMember) -> None:
    """Ask for changes of somebody's line."""
    waiting = tuple(each.id for each in one.waiting)
    begun = fields.begin(f"person.{one.agent.id}", (one.agent, one.phone, waiting))
    fields.tell_moved(begun, "person.moved")
    agent, phone, _ = begun.began
    held = {name: getattr(agent, name, None) for name in PersonTold.__dataclass_fields__}
    held |= {name: value for name, value in asdict(agent.contract).items() if name in held}
    held |= {"posts": agent.posts, "phone": phone}
    entry_form.draw(
        Form(
            "person",
            PersonTold,
            (*_asked(ROWS, held), (Ask("since"),)),
            staff_lines.change_person,
            given={"agent_id": agent.id},
            done=lambda told, _: _changed_said(told.since, _named(told)),
            undo=staff_lines.put_back,
            title="",
            button="change",
            rare=_asked(RARE, held),
            key=begun.key,
        )
    )


def change_many(chosen: Sequence[StaffMember]) -> None:
    """Ask for changes of several people alike; what is left empty stays as it is."""
    ids = [one.agent.id for one in chosen]
    plans: dict[object, str] = {None: say("people_many.keep")}
    rows = (
        (Ask("team"),),
        (Ask("posts", _posts(()), is_many=True),),
        (Ask("hours_week"), Ask("work_plan", plans | _plans(""))),
        (Ask("leaves"), Ask("since")),
    )
    text = say("people_many.text", count=len(ids))

    def enter(desk: Desk, told: ManyTold) -> LinesBefore:
        return staff_lines.change_people(desk, ids, told)

    entry_form.draw(
        Form(
            "people_many",
            ManyTold,
            rows,
            enter,
            done=lambda told, _: _changed_said(
                told.since, say("people_many.people", count=len(ids))
            ),
            undo=staff_lines.put_back,
            button="change",
            text=text,
            key=f"people_many.{link.actions_taken()}",
        )
    )


def nickname(agent_id: str) -> None:
    """Ask what files call somebody, on which platform."""

    def enter(desk: Desk, told: Nickname) -> None:
        remember(desk, NamesTold(people={told.said: told.agent_id}), platform=told.platform)

    entry_form.draw(
        Form(
            "people_names",
            Nickname,
            ((Ask("said", fault="empty"), Ask("platform")),),
            enter,
            given={"agent_id": agent_id},
            title="",
            key=f"people_names.{agent_id}",
            border=False,
            is_main=False,
        )
    )


def _changed_said(since: dt.date | None, who: str) -> str:
    if since is None:
        return say("person.changed", agent=who)
    return say("person.changed_since", agent=who, day=full_day(since))


def _named(told: PersonTold) -> str:
    return f"{told.agent_id} {told.name}".strip()


def _asked(
    rows: tuple[tuple[str, ...], ...], held: Mapping[str, Any]
) -> tuple[tuple[Ask, ...], ...]:
    """Return fields of a line as they are asked for, with what they hold at first."""
    hidden = () if link.desk().may("wages") else (staff_lines.WAGES,)
    shown = (tuple(name for name in row if name not in hidden) for row in rows)
    return tuple(tuple(_ask(name, held.get(name)) for name in row) for row in shown if row)


def _ask(name: str, held: Any) -> Ask:  # noqa: ANN401 - whatever the field holds
    if name == "posts":
        return Ask(name, _posts(held or ()), tuple(held or ()), is_many=True, fault="no_posts")
    if name == "work_plan":
        return Ask(name, _plans(held or ""), held or "")
    if name == "protected":
        kinds: dict[ProtectedBy | None, str] = {None: say("staff.protected_none")}
        return Ask(name, kinds | {by: say(f"staff.protected_{by}") for by in ProtectedBy}, held)
    return Ask(name, begins=held)


def _posts(held: Sequence[str]) -> dict[str, str]:
    """Return the shop's posts in words, and those somebody has that are none of them any more."""
    known = [post.id for post in posts(link.desk())]
    return {post: post_name(post, state.lang()) for post in dict.fromkeys((*known, *held))}


def _plans(held: str) -> dict[object, str]:
    """Return the work plans of the shop's rules, and the one somebody has."""
    ruleset = rules(link.desk())
    names = [plan.name for plan in ruleset.plans] if ruleset else []
    plans: dict[object, str] = {"": say("people.as_team")}
    return plans | {name: name for name in dict.fromkeys((*names, held)) if name}
