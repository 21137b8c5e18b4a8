"""A made-up register: the class of its entries and its actions, its description, its page."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from scheduler.errors import Fault, InputError
from scheduler.keys import Asked
from ui import done
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.register import Act, Column, Register, each

# 1. What a service offers: the class of the entries, and one function for each action.


class Colour(StrEnum):
    WARM = "warm"
    COLD = "cold"


@dataclass(frozen=True, slots=True)
class Lamp:
    room: str
    colour: Colour
    watts: Annotated[int, Asked(least=1, most=60)]
    since: dt.date
    is_dim: bool | None = None
    is_off: bool = False


KEPT: dict[int, Lamp] = {}


def enter_lamp(_desk, lamp):
    if not lamp.room:
        raise InputError(Fault("empty", column="room"))
    number = max(KEPT, default=0) + 1
    KEPT[number] = lamp
    return number


def remove_lamp(_desk, number):
    del KEPT[number]


def switch_off(desk, number):
    KEPT[number] = replace(KEPT[number], is_off=True)
    return desk.by


# 2. The description.

DAYS = {dt.date(2026, 11, day): f"11-{day}" for day in (2, 3)}
REGISTER = Register(
    "lamp",
    (
        Column("room", lambda one: KEPT[one].room),
        Column("colour", lambda one: str(KEPT[one].colour)),
        Column("watts", lambda one: KEPT[one].watts),
        Column("since", lambda one: DAYS[KEPT[one].since]),
        Column("dim", lambda one: KEPT[one].is_dim),
        Column("off", lambda one: str(KEPT[one].is_off)),
    ),
    (
        Act("switch", each(switch_off), ":material/check:", can=lambda one: not KEPT[one].is_off),
        Act("remove", each(remove_lamp), ":material/delete:"),
    ),
    {"all": lambda _one: True, "strong": lambda one: KEPT[one].watts > 20},
)
ROWS = (
    (Ask("room"), Ask("colour")),
    (Ask("watts", begins=10), Ask("since", DAYS), Ask("is_dim")),
)
FORM = Form("lamp", Lamp, ROWS, enter_lamp, undo=remove_lamp)

# 3. The words.

WORDS = {
    "lamp.new": "A lamp",
    "lamp.enter": "Enter",
    "lamp.enter_done": "Lamp of {room} entered.",
    "lamp.none": "No lamps",
    "lamp.none_text": "Enter one.",
    "lamp.room": "Room",
    "lamp.room_hint": "such as: kitchen",
    "lamp.colour": "Colour",
    "lamp.colour_warm": "Warm",
    "lamp.colour_cold": "Cold",
    "lamp.watts": "Watts",
    "lamp.since": "Since",
    "lamp.dim": "Dim",
    "lamp.unknown": "Unknown",
    "lamp.yes": "Yes",
    "lamp.no": "No",
    "lamp.off": "Off",
    "lamp.sieve": "Which",
    "lamp.sieve_all": "All",
    "lamp.sieve_strong": "Strong",
    "lamp.search": "Search",
    "lamp.switch": "Switch off ({count})",
    "lamp.switch_done": "{count} switched off.",
    "lamp.remove": "Remove ({count})",
}


def page():
    """Draw the page, as the script of a page would."""
    done.show()
    register.draw(REGISTER, list(KEPT))
    entry_form.draw(FORM)
