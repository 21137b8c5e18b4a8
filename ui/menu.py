"""The pages, by role: what each is called, where it lives, which period it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from service.access.grants import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent / "pages"


class Group(StrEnum):
    """A menu in the bar under which pages stand together; the plain ones stand beside it."""

    PLAIN = ""
    SHOP = "shop"  # what weeks are made from
    RULES = "rules"  # by what people are scored
    RECORDS = "records"  # what is kept beside the scores


class Period(StrEnum):
    """The stretch of time a page asks for in the bar at the top."""

    WEEK = "week"
    MONTH = "month"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """
    One page.

    Parameters
    ----------
    role
        For whom; the file is ``ui/pages/<role>/<name>.py``.
    name
        In the address and in the words: ``page.<name>``.
    icon
        Name of a Material symbol.
    period
        What the bar at the top lets choose.
    group
        The menu it stands in; its name is ``group.<name>`` in the words.
    """

    role: Role
    name: str
    icon: str
    period: Period = Period.WEEK
    group: Group = Group.PLAIN

    @property
    def path(self) -> Path:
        """Return the script."""
        return FOLDER / self.role / f"{self.name}.py"


PAGES = (
    MenuEntry(Role.SUPERVISOR, "week", "calendar_view_week"),
    MenuEntry(Role.SUPERVISOR, "today", "today"),
    MenuEntry(Role.SUPERVISOR, "day", "view_timeline"),
    MenuEntry(Role.SUPERVISOR, "requests", "event_busy"),
    MenuEntry(Role.SUPERVISOR, "rules", "gavel"),
    MenuEntry(Role.SUPERVISOR, "campaigns", "campaign", Period.NONE, Group.SHOP),
    MenuEntry(Role.SUPERVISOR, "versions", "history"),
    MenuEntry(Role.SUPERVISOR, "setup", "storefront", Period.NONE, Group.SHOP),
    MenuEntry(Role.SUPERVISOR, "people", "group", Period.NONE, Group.SHOP),
    MenuEntry(Role.SUPERVISOR, "posts", "badge", Period.NONE, Group.SHOP),
    MenuEntry(Role.SUPERVISOR, "weeks", "upload_file", group=Group.SHOP),
    MenuEntry(Role.SUPERVISOR, "after", "fact_check", group=Group.SHOP),
    MenuEntry(Role.PLANNER, "forecast", "monitoring"),
    MenuEntry(Role.PLANNER, "requirement", "groups"),
    MenuEntry(Role.PLANNER, "service_level", "speed"),
    MenuEntry(Role.PLANNER, "whatif", "alt_route"),
    MenuEntry(Role.PLANNER, "design", "view_timeline"),
    MenuEntry(Role.PLANNER, "capacity", "group_add", Period.NONE),
    MenuEntry(Role.PLANNER, "history", "calendar_month", Period.NONE),
    MenuEntry(Role.HR, "month", "leaderboard", Period.MONTH),
    MenuEntry(Role.HR, "scorecard", "fact_check", Period.MONTH),
    MenuEntry(Role.HR, "payout", "payments", Period.MONTH),
    MenuEntry(Role.HR, "course", "trending_up", Period.MONTH),
    MenuEntry(Role.HR, "projection", "insights"),
    MenuEntry(Role.HR, "schemes", "rule", Period.MONTH, Group.RULES),
    MenuEntry(Role.HR, "firm_rules", "savings", Period.NONE, Group.RULES),
    MenuEntry(Role.HR, "weights", "balance", Period.NONE, Group.RULES),
    MenuEntry(Role.HR, "scheme_editor", "tune", Period.NONE, Group.RULES),
    MenuEntry(Role.HR, "register", "swap_horiz", Period.MONTH, Group.RECORDS),
    MenuEntry(Role.HR, "complaints", "feedback", Period.MONTH, Group.RECORDS),
    MenuEntry(Role.HR, "quality", "sentiment_satisfied", Period.MONTH, Group.RECORDS),
    MenuEntry(Role.HR, "platforms", "storefront", Period.MONTH, Group.RECORDS),
    MenuEntry(Role.HR, "five_s", "checklist", Period.MONTH, Group.RECORDS),
    MenuEntry(Role.HR, "vendors", "handshake", Period.MONTH, Group.RECORDS),
    MenuEntry(Role.HR, "certificates", "badge", Period.NONE, Group.RECORDS),
    MenuEntry(Role.HR, "data", "upload_file", Period.MONTH, Group.RECORDS),
    MenuEntry(Role.HR, "persons", "folder_shared", Period.NONE, Group.RECORDS),
    MenuEntry(Role.AGENT, "my_score", "fact_check", Period.MONTH),
    MenuEntry(Role.AGENT, "my_requests", "event_busy"),
    MenuEntry(Role.AGENT, "my_schemes", "rule", Period.NONE),
    MenuEntry(Role.HR, "growth", "school", Period.MONTH, Group.RECORDS),
    MenuEntry(Role.ADMINISTRATOR, "log", "receipt_long", Period.NONE, Group.RECORDS),
    MenuEntry(Role.TEAM_LEADER, "team", "group"),
    MenuEntry(Role.ADMINISTRATOR, "roles", "admin_panel_settings", Period.NONE),
    MenuEntry(Role.ADMINISTRATOR, "jobs", "pending_actions", Period.NONE),
    MenuEntry(Role.ADMINISTRATOR, "channels", "forum", Period.NONE),
)


WITHOUT_SIGN_IN = (
    Role.SUPERVISOR,
    Role.PLANNER,
    Role.HR,
    Role.AGENT,
    Role.ADMINISTRATOR,
)
"""Roles to choose from where nobody signs in; the others are for shops in which people do."""

LENT = {
    Role.ADMINISTRATOR: ("roles", "log", "jobs", "channels", "persons", "setup", "rules"),
    Role.VENDOR: ("team", "vendors"),
    Role.AUDITOR: ("week", "month", "scorecard", "payout", "schemes", "persons", "roles", "log"),
}
"""Pages by name of roles that see others' pages, in their order, or that have none of their own."""

OF_FEW = ("team",)
"""What a role sees that has pages of the whole shop and is held over few people only."""


def named(name: str) -> MenuEntry:
    """Return the page of a name."""
    return next(entry for entry in PAGES if entry.name == name)


def place_of_group(entry: MenuEntry, pages: Sequence[MenuEntry]) -> int | None:
    """Return the place, from 0, of a page's menu in a bar of pages; None: it is in none there."""
    if entry.group is Group.PLAIN or entry not in pages:
        return None
    plain = sum(other.group is Group.PLAIN for other in pages)
    groups = dict.fromkeys(other.group for other in pages if other.group)
    return plain + list(groups).index(entry.group)


def roles() -> tuple[Role, ...]:
    """Return the roles to choose from where nobody signs in."""
    return WITHOUT_SIGN_IN


def of(role: Role, *, is_whole: bool = True) -> tuple[MenuEntry, ...]:
    """
    Return a role's pages; the first is where it begins.

    Parameters
    ----------
    is_whole
        Whether the role is held over the whole shop; else a supervisor sees the own people's page.
    """
    known = {entry.name: entry for entry in PAGES}
    if role is Role.SUPERVISOR and not is_whole:
        return tuple(known[name] for name in OF_FEW)
    if role in LENT:
        return tuple(known[name] for name in LENT[role])
    return tuple(entry for entry in PAGES if entry.role is role)
