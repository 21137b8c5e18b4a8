"""Somebody erased: what goes, what the law has kept, what stays by number, and why not yet."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from scheduler.errors import InputError
from service import audit
from service.access import accounts
from service.access.grants import Grant, Role, Scope, ScopeKind, give
from service.access.links import give_link, open_link
from service.access.passwords import PasswordCost
from service.desk import HOUSE
from service.month import months
from service.pay import pay_review
from service.persons import erasing, tidying
from service.persons.looks import note_look
from service.persons.retention import KeptFor, KeptTopic, save_term
from service.records.staff import EmploymentDate, set_date
from service.roster import publishing, requests
from store import tables as t
from store.journal import unpacked
from store.looked import looked_at
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.access.people import desk_of
from tests.service.pay.test_pay_review import BOSS, HR, NOVEMBER, database, lock  # noqa: F401
from tests.store.test_chain import raw

LEFT = dt.date(2026, 11, 30)
LATER = s.NOW + dt.timedelta(days=20)
NAME = "客服001"


def desk(database, now=LATER):  # noqa: F811 - the fixture imported above
    return at_desk(database, by="人事", now=now)


def codes(call, *args, **more):
    with pytest.raises(InputError) as told:
        call(*args, **more)
    return [fault.code for fault in told.value.faults]


@pytest.fixture
def left(database):  # noqa: F811
    """Return a database in which A1 was scored, paid and has left; the month is locked."""
    accounts.create(at_desk(database, HOUSE), "王经理", cost=PasswordCost(1, 8, 1))
    code = give_link(at_desk(database), "A1")
    open_link(database, code, s.NOW, "10.0.0.9")
    accounts.create(at_desk(database, HOUSE), "小一", cost=PasswordCost(1, 8, 1))
    own = Scope(ScopeKind.SELF, "main", ("A1",))
    give(at_desk(database, by="王经理"), Grant("小一", Role.AGENT, own))
    with looked_at("看过"):
        lock(database)
    set_date(desk(database), "A1", EmploymentDate.LEAVES, LEFT)
    return database


def rows(opened, table, **held):
    with opened.read() as unit:
        query = select(table).where(*(table.c[name] == value for name, value in held.items()))
        return unit.connection.execute(query).mappings().all()


def everything(opened):
    """Return every cell of a database as text, the log's accounts unpacked."""
    with opened.read() as unit:
        found = []
        for table in t.metadata.sorted_tables:
            for row in unit.connection.execute(select(table)).mappings():
                found += [f"{table.name}.{name}={value}" for name, value in row.items()]
        for shop in ("main", HOUSE):
            for entry in unit.log_lines.of(shop, audit.LogAsked(most=9999)):
                found.append(f"line {entry.place}: {entry.done} {entry.tables}")
        for row in unit.connection.execute(select(t.file_import)):
            found += [f"file {row.file}: {one}" for one in unpacked(row.changes)]
        return found


def test_a_preview_says_what_goes_what_stays_until_when_and_by_which_law(left):
    found = erasing.preview(desk(left), "A1")
    assert found.faults == ()
    assert found.goes == {"wish": 1}
    assert found.kept == {"pay_plan": 1}
    assert {"payout": 1, "scorecard": 1}.items() <= found.stays.items()
    assert found.accounts == ("小一",)
    until = {one.topic: one.until for one in found.terms}
    assert until == {
        KeptTopic.PAY: dt.date(2029, 11, 30),
        KeptTopic.CONTRACT: dt.date(2028, 11, 30),
        KeptTopic.DECISIONS: dt.date(2029, 11, 30),
    }
    assert found.name_until == dt.date(2029, 11, 30)
    assert rows(left, t.wish, agent_id="A1")  # a preview changes nothing


def test_the_name_is_nowhere_but_sealed_and_the_log_holds(left):
    before = audit.verify(left.url).end
    person = erasing.erase(desk(left), "A1")
    named = [cell for cell in everything(left) if NAME in cell or "小一" in cell]
    assert named == [f"erased_person.name={NAME}"]
    found = audit.verify(left.url)
    assert found.end.links == before.links + 1
    assert found.blackened > 0
    (line,) = rows(left, t.agent, id="A1")
    assert (line["name"], line["is_active"]) == (person.code, False)
    assert not rows(left, t.wish, agent_id="A1")
    assert rows(left, t.pay_plan, agent_id="A1")
    assert rows(left, t.payout, agent_id="A1")
    assert not rows(left, t.own_link, agent_id="A1")
    assert [row["name"] for row in rows(left, t.account)] == ["王经理"]


def test_a_locked_month_stays_and_reads_as_before(left):
    before = pay_review.review_state(desk(left), NOVEMBER)
    with left.read() as unit:
        run = unit.months.scored("main", NOVEMBER)
    erasing.erase(desk(left), "A1")
    with left.read() as unit:
        after = unit.months.scored("main", NOVEMBER)
    assert months.recomputes(after)
    assert [one.total for one in after.payouts] == [one.total for one in run.payouts]
    assert pay_review.review_state(desk(left), NOVEMBER).state is before.state


def test_a_blackened_line_that_somebody_changes_afterwards_is_found(left):
    erasing.erase(desk(left), "A1")
    (place,) = [row["place"] for row in rows(left, t.log_erasure)][:1]
    number = rows(left, t.log_link, place=place)[0]["action_id"]
    raw(left, f"UPDATE action SET done_by = '别人' WHERE id = {number}")
    assert codes(audit.verify, left.url) == ["audit_changed"]


def test_whoever_blackens_a_line_past_the_program_is_found(left):
    erasing.erase(desk(left), "A1")
    first = rows(left, t.log_link, place=1)[0]["action_id"]
    raw(
        left,
        f"UPDATE action SET done_by = '别人' WHERE id = {first}",
        "INSERT INTO log_erasure (place, code, hash) VALUES (1, 'X0001', 'a')",
    )
    assert "audit_changed" in codes(audit.verify, left.url)


def test_the_line_of_the_erasing_itself_tells_nothing_of_before(left):
    erasing.erase(desk(left), "A1")
    with left.read() as unit:
        newest = unit.log_lines.of("main", audit.LogAsked(most=1))[0]
    assert (newest.done.name, newest.done.subject) == ("person_erased", "A1")
    assert all(not one.rows for one in newest.tables)


def test_a_name_somebody_else_bears_stays_in_their_lines(left):
    requests.remove_wish(at_desk(left, by=NAME, now=LATER), 2)  # the other of that name
    with desk(left).write("person_changed", unseen="a test") as unit:
        unit.connection.execute(t.agent.update().where(t.agent.c.id == "A2").values(name=NAME))
        unit.note("A2")
    erasing.erase(desk(left), "A1")
    assert audit.verify(left.url).blackened > 0
    assert [row for row in rows(left, t.action) if row["done_by"] == NAME]


def test_nobody_is_erased_while_a_month_is_open_or_shifts_are_to_come(database):  # noqa: F811
    who = desk(database, s.NOW)
    assert codes(erasing.erase, who, "A1") == ["erase_still_here"]
    months.score(at_desk(database, **HR), NOVEMBER)
    publishing.keep_roster(at_desk(database, **HR), s.LABEL, s.roster())
    publishing.publish(at_desk(database, **HR), s.LABEL, reason="")
    found = codes(erasing.erase, desk(database, s.NOW), "A1")
    assert found == ["erase_still_here", "erase_shifts", "erase_month_open"]


def test_an_objection_without_an_answer_comes_first(database):  # noqa: F811
    months.score(at_desk(database, **HR), NOVEMBER)
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)
    pay_review.raise_objection(
        at_desk(database, by="A1"), NOVEMBER, agent_id="A1", about="", text="少算了"
    )
    set_date(desk(database), "A1", EmploymentDate.LEAVES, LEFT)
    assert codes(erasing.erase, desk(database), "A1") == ["erase_month_open", "erase_objection"]


def test_nobody_is_erased_twice(left):
    erasing.erase(desk(left), "A1")
    assert codes(erasing.erase, desk(left), "A1") == ["erase_done"]


def test_only_hr_and_administrators_erase(left):
    for role, kind in ((Role.SUPERVISOR, ScopeKind.SHOP), (Role.AGENT, ScopeKind.SELF)):
        assert codes(erasing.erase, desk_of(left, (role, kind)), "A1") == ["not_permitted"]
        assert codes(erasing.preview, desk_of(left, (role, kind)), "A1") == ["not_permitted"]
    who = replace(desk_of(left, (Role.ADMINISTRATOR, ScopeKind.ALL)), now=LATER)
    assert erasing.erase(who, "A1").code == "X0001"


def test_what_was_seen_must_still_stand(left):
    seen = replace(desk(left), seen=desk(left).seen_now())
    set_date(desk(left), "A1", EmploymentDate.LEAVES, dt.date(2026, 11, 29))
    assert codes(erasing.erase, seen, "A1") == ["changed_meanwhile"]


def test_what_the_law_had_kept_goes_when_its_time_is_over_and_somebody_says_so(left):
    erasing.erase(desk(left), "A1")
    last = dt.datetime(2029, 11, 30, 12, tzinfo=dt.UTC)
    assert not tidying.due(desk(left, last)).names
    after = desk(left, last + dt.timedelta(days=1))
    assert [one.agent_id for one in tidying.due(after).names] == ["A1"]
    assert rows(left, t.pay_plan, agent_id="A1")  # listed, not yet gone
    tidying.tidy(after)
    assert not rows(left, t.pay_plan, agent_id="A1")
    assert not [cell for cell in everything(left) if NAME in cell]
    assert rows(left, t.payout, agent_id="A1")
    audit.verify(left.url)


def test_people_who_left_are_listed_and_erased_once_their_time_is_over(left):
    found = tidying.due(desk(left))
    assert [(one.agent_id, one.until) for one in found.leavers] == [("A1", dt.date(2028, 11, 30))]
    assert not found.is_any
    late = desk(left, dt.datetime(2028, 12, 1, tzinfo=dt.UTC))
    assert [one.agent_id for one in tidying.due(late).ready] == ["A1"]
    assert tidying.tidy(late).erased == ("A1",)
    assert rows(left, t.erased_person)[0]["name"] == NAME  # pay of November is kept a year longer


def test_a_shop_keeps_longer_and_never_shorter_than_the_law(left):
    assert codes(save_term, desk(left), KeptFor(KeptTopic.PAY, 35)) == ["kept_too_short"]
    save_term(desk(left), KeptFor(KeptTopic.PAY, 360))
    assert erasing.preview(desk(left), "A1").name_until == dt.date(2056, 11, 30)


def test_looks_are_forgotten_after_their_time(left):
    note_look(desk(left), NOVEMBER, what="pay", place="payout", visit="1")
    assert tidying.due(desk(left, dt.datetime(2029, 12, 31, tzinfo=dt.UTC))).looks == 0
    assert tidying.due(desk(left, dt.datetime(2030, 1, 1, tzinfo=dt.UTC))).looks == 1
