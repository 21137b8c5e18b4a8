"""Published weeks of the small shop, and an agent's own desk."""

import datetime as dt
from dataclasses import replace

from scheduler.roster import Roster
from service.access.grants import Grant, Role, Scope, ScopeKind
from service.desk import Person
from service.roster.publishing import keep_roster, publish
from tests.desks import at_desk
from tests.service import small_shop as s

BOSS = "王经理"


def published(database, *shifts, label=s.LABEL, now=s.NOW):
    """Publish a roster of some shifts as the week's next version."""
    desk = at_desk(database, by=BOSS, now=now)
    keep_roster(desk, label, Roster(shifts))
    publish(desk, label, reason="人手不够")


def own_desk(database, agent="A1", now=s.NOW, **more):
    """Return the desk of somebody who came by their own link."""
    grant = Grant(agent, Role.AGENT, Scope(ScopeKind.SELF, "main", (agent,)))
    return replace(at_desk(database, now=now, **more), person=Person(agent, "agent", (grant,)))


def later(hours):
    return s.NOW + dt.timedelta(hours=hours)
