"""Every kind of file can be looked at and withdrawn; what it had replaced comes back."""

import ast
import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from kpi.month import Month
from kpi.pay.extras import RewardCase
from scheduler.errors import InputError, UnusualError
from service.file_kinds import KINDS
from service.looked import looked_at
from service.month import (
    imports,
    kpi_exports,
    kpi_intake,
    kpi_plans,
    months,
    tickets,
)
from service.pay import pay_review
from service.shop.importing import ImportKind
from store import tables as t
from store.files.audit_sheet import audit_preset
from store.files.quality_file import survey_preset
from store.journal import NOT_OF_MONTHS, is_numbered
from tests.desks import at_desk
from tests.service import small_shop as s
from ui.words.sentences import fault_sentence

SERVICE = Path(imports.__file__).parents[1]
FILES = ("month/*.py", "pay/*.py", "records/*.py", "shop/*.py", "roster/requests.py")
FILES += ("demand/drivers.py",)
TAKING = ("import_", "take_staff")
DATA = SERVICE.parent / "data"
NOVEMBER = Month(2026, 11)
HR = {"by": "人事", "now": s.NOW}
BOSS = {"by": "店长", "now": s.NOW + dt.timedelta(hours=1)}
LATE = {"by": "人事", "now": s.NOW + dt.timedelta(days=20)}


def _audit(points):
    items = [item.id for item in audit_preset().items]
    rows = [f"二楼,2026-11-04,主管,{item},{points}" for item in items]
    return "\n".join(["area,date,auditor,item,points", *rows, ""])


def _survey(mark):
    questions = survey_preset().questions
    rows = [f"买家一,presales,2026-11-05,{one},6,{mark}" for one in questions]
    return "\n".join(["respondent,post,date,question,expected,perceived", *rows, ""])


def _chats(ends):
    return (
        "post,agent_id,assigned_to,arrived,replied,ended\n"
        f"presales,A1,A1,2026-11-03T10:00:00,2026-11-03T10:00:20,2026-11-03T10:{ends}:00\n"
    )


def _staff(team):
    known = [f"{one.id},{one.name},{team},{'|'.join(one.posts)},40,0,no\n" for one in s.AGENTS]
    head = "agent_id,name,team,posts,contract_hours_week,hourly_cost,no_nights\n"
    return "".join([head, *known, "B1,小新,一组,presales,36,0,no\n"])


def _messages(minute):
    return (
        "post,user,agent,time,sender\n"
        "presales,买家一,A1,2026-11-03T10:00:00,customer\n"
        f"presales,买家一,A1,2026-11-03T10:{minute}:00,agent\n"
    )


TAKE = {kind: known.take for kind, known in KINDS.items()}
EXCEPTIONS = (
    "agent_id,kind,reason,start,end,registered_at,registered_by\n"
    "A1,secondment,直播,2026-11-03T10:00,2026-11-03T{end},2026-11-03T10:00,主管\n"
)
PUNCHES = (
    "agent_id,recorded_start,recorded_end,start,end,reason,requested_by\n"
    "A1,2026-11-03T09:00,2026-11-05T18:00,2026-11-03T09:00,2026-11-03T{end},忘打卡,主管\n"
)
ABSENCES = "agent_id,start,end,kind\nA1,2026-11-03,2026-11-0{day},sick\n"
OVERTIME = (
    "agent_id,start,end,kind,approved_by\n"
    "A1,2026-11-0{day}T18:00,2026-11-0{day}T20:30,workday,店长\n"
)
TEXTS = {  # a file, and a later one that says it otherwise
    ImportKind.STAFF: (_staff("二组"), _staff("三组")),
    ImportKind.ABSENCES: (ABSENCES.format(day=4), ABSENCES.format(day=5)),
    ImportKind.ATTENDANCE: (
        "agent_id,start,end\nA1,2026-11-03T09:00,2026-11-03T18:00\n"
        "A3,2026-11-03T09:00,2026-11-03T17:30\n",
        "agent_id,start,end\nA1,2026-11-03T09:30,2026-11-03T18:00\n",
    ),
    ImportKind.PUNCHES: (PUNCHES.format(end="18:30"), PUNCHES.format(end="19:00")),
    ImportKind.EXCEPTIONS: (EXCEPTIONS.format(end="12:00"), EXCEPTIONS.format(end="12:30")),
    ImportKind.CHATS: (_chats(10), _chats(12)),
    ImportKind.FACTS: (
        "agent_id,post,date,received,replied,sales_yuan\nA1,presales,2026-11-03,50,48,1234.50\n",
        "agent_id,post,date,received,replied,sales_yuan\nA1,presales,2026-11-03,60,48,1300\n",
    ),
    ImportKind.MESSAGES: (_messages("01"), _messages("02")),
    ImportKind.ORDERS: (
        "order,buyer,post,placed,paid,amount,refunded\n"
        "O1,买家一,presales,2026-11-03T10:00,2026-11-03T10:05,299.90,0\n"
        "O2,买家二,presales,2026-11-04T10:00,2026-11-04T10:05,100,40\n",
        "order,buyer,post,placed,paid,amount\nO1,买家一,presales,2026-11-03T10:00,-,299.90\n",
    ),
    ImportKind.ATTRIBUTION: (
        "version,valid_from,by,pick,window_h\n1,2026-01-01,order,last,48\n",
        "version,valid_from,by,pick,window_h\n2,2026-12-01,payment,last,48\n",
    ),
    ImportKind.TARGETS: (
        "month,post,level,name,measure,value\n2026-11,presales,agent,A1,sales_yuan,50000\n"
        "2026-11,presales,shop,,sales_yuan,90000\n",
        "month,post,level,name,measure,value\n2026-11,presales,agent,A1,sales_yuan,60000\n",
    ),
    ImportKind.PAY_PLANS: (
        "agent_id,valid_from,base,performance\nA1,2026-11-01,4000,1500\nA3,2026-11-01,3800,1200\n",
        "agent_id,valid_from,base,performance\nA1,2026-11-01,4100,1500\n",
    ),
    ImportKind.SCHEMES: (
        (DATA / "schemes" / "T-03.toml").read_text("utf-8"),
        (DATA / "schemes" / "AS-1.toml").read_text("utf-8"),
    ),
    ImportKind.PAY_SCHEMES: (
        (DATA / "pay" / "A.toml").read_text("utf-8"),
        (DATA / "pay" / "B.toml").read_text("utf-8"),
    ),
    ImportKind.EARLIER_PAY: (
        "agent_id,month,pay\nA1,2026-10,5200\nA3,2026-10,4900\n",
        "agent_id,month,pay\nA1,2026-10,5300\n",
    ),
    ImportKind.TIME_OFF: (
        "agent_id,date,hours\nA1,2026-11-01,3.5\nA3,2026-11-08,4\n",
        "agent_id,date,hours\nA1,2026-11-01,2\n",
    ),
    ImportKind.DRIVERS: (
        "date,kind,amount,post\n2026-11-11,sales_plan,86000,\n2026-11-12,orders,90,presales\n",
        "date,kind,amount\n2026-11-11,sales_plan,91000\n",
    ),
    ImportKind.OVERTIME: (OVERTIME.format(day=3), OVERTIME.format(day=4)),
    ImportKind.REWARDS: (
        "agent_id,date,case,buyer,proof,compensation\nA1,2026-11-03,kept,买家一,截图,12.5\n",
        "agent_id,date,case,buyer,proof\nA1,2026-11-03,kept,买家二,截图\n",
    ),
    ImportKind.DEDUCTIONS: (
        "agent_id,date,kind,amount,reason,clause\nA1,2026-11-03,damage,80,耳机,第八条\n",
        "agent_id,date,kind,amount,reason,clause\nA1,2026-11-03,damage,90,耳机,第八条\n",
    ),
    ImportKind.REFUNDS: (
        "agent_id,date,month,refunded\nA1,2026-11-03,2026-10,120.40\n",
        "agent_id,date,month,refunded\nA1,2026-11-03,2026-10,90\n",
    ),
    ImportKind.COMPLAINTS: (
        "number,post,agent_id,owner,channel,received\nD1,presales,A1,A4,platform,2026-11-03T10:00\n",
        "number,post,agent_id,owner,channel,received,answered\n"
        "D1,presales,A1,A4,platform,2026-11-03T10:00,2026-11-03T11:00\n",
    ),
    ImportKind.SURVEY: (_survey(5), _survey(6)),
    ImportKind.AUDITS: (_audit(3), _audit(2)),
    ImportKind.TRAINING: (
        "agent_id,post,stage,date,points,assessor\nA1,presales,training,2026-11-03,88,主管\n",
        "agent_id,post,stage,date,points,assessor\nA1,presales,training,2026-11-04,91,主管\n",
    ),
    ImportKind.CERTIFICATES: (
        "agent_id,post,valid_from,valid_to\nA1,aftersales,2026-11-01,2027-10-31\n",
        "agent_id,post,valid_from,valid_to\nA1,aftersales,2026-11-01,2027-12-31\n",
    ),
    ImportKind.PLATFORM_RULES: (
        (DATA / "platforms" / "jd.toml").read_text("utf-8"),
        (DATA / "platforms" / "kuaishou.toml").read_text("utf-8"),
    ),
}
TEXTS[ImportKind.CAMPAIGNS] = tuple(
    f'[[campaign]]\nname = "双12"\nfirst = 2026-12-{first}\nlast = 2026-12-12\nleave = "refused"\n'
    for first in (10, 11)
)
SUMS = {  # people and sums of the first file
    ImportKind.ABSENCES: (1, {"new": "1.00"}),
    ImportKind.ATTENDANCE: (2, {"hours": "17.50"}),
    ImportKind.EXCEPTIONS: (1, {"hours": "2.00", "new": "1.00"}),
    ImportKind.CHATS: (1, {"chats": "1.00"}),
    ImportKind.FACTS: (1, {"chats": "50.00", "sales_yuan": "1234.50"}),
    ImportKind.MESSAGES: (1, {"messages": "2.00"}),
    ImportKind.ORDERS: (0, {"yuan": "399.90", "refunded_yuan": "40.00"}),
    ImportKind.TARGETS: (1, {"targets": "2.00"}),
    ImportKind.PAY_PLANS: (2, {"base_yuan": "7800.00", "performance_yuan": "2700.00"}),
    ImportKind.TIME_OFF: (2, {"hours": "7.50"}),
    ImportKind.OVERTIME: (1, {"hours": "2.50", "new": "1.00"}),
    ImportKind.REWARDS: (1, {"yuan": "12.50", "new": "1.00"}),
    ImportKind.DEDUCTIONS: (1, {"yuan": "80.00", "new": "1.00"}),
    ImportKind.REFUNDS: (1, {"refunded_yuan": "120.40", "new": "1.00"}),
    ImportKind.COMPLAINTS: (1, {}),
    ImportKind.SURVEY: (1, {}),
    ImportKind.AUDITS: (0, {"audits": "1.00"}),
    ImportKind.TRAINING: (1, {"new": "1.00"}),
    ImportKind.CERTIFICATES: (1, {}),
}


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


def written(folder, kind, number, name=None):
    ending = ".toml" if "=" in TEXTS[kind][number].partition("\n")[2][:40] else ".csv"
    path = folder / (name or f"{kind}{ending}")
    path.write_text(TEXTS[kind][number], "utf-8")
    return path


def take(database, folder, kind, number=0, *, name=None, who=HR, **more):
    TAKE[kind](at_desk(database, **who, **more), written(folder, kind, number, name))
    return imports.imports(at_desk(database))[0].id


def withdraw(database, number, **more):
    imports.withdraw_imports(at_desk(database, **{**HR, **more}), [number])


def rows(database):
    """Return all that is kept, but for the log: numbers of rows mean nothing."""
    found = []
    with database.read() as unit:
        for table in t.metadata.sorted_tables:
            if table.name in NOT_OF_MONTHS:
                continue
            for row in unit.connection.execute(select(table)).mappings():
                found.append((table.name, _told(table, row)))
    return sorted(found)


def _told(table, row):
    return str([(k, v) for k, v in row.items() if not (is_numbered(table.name) and k == "id")])


def _taking_functions():
    """Yield the functions of what a month is made from that take a file in, and their texts."""
    for path in sorted(path for files in FILES for path in SERVICE.glob(files)):
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith(TAKING):
                continue
            if [one.arg for one in node.args.args[:2]] == ["desk", "path"]:
                yield node.name, ast.unparse(node)


def test_every_kind_of_file_is_tried_here():
    assert set(TAKE) == set(TEXTS) == set(ImportKind)
    functions = dict(_taking_functions())
    assert set(functions) >= {one.__name__ for one in TAKE.values()}
    beside = {"import_month", "import_tickets", "import_export"}  # a locked month; facts
    assert set(functions) - {one.__name__ for one in TAKE.values()} == beside
    untracked = {name for name, text in functions.items() if "taking_in(" not in text}
    assert untracked == {"import_month"}


@pytest.mark.parametrize("kind", ImportKind)
def test_a_file_that_is_withdrawn_leaves_nothing_behind(database, tmp_path, kind):
    before = rows(database)
    number = take(database, tmp_path, kind)
    assert rows(database) != before
    withdraw(database, number)
    assert rows(database) == before
    (kept,) = imports.imports(at_desk(database))
    assert kept.withdrawn.by == "人事"


@pytest.mark.parametrize("kind", ImportKind)
def test_what_a_file_had_replaced_comes_back(database, tmp_path, kind):
    first = take(database, tmp_path, kind)
    before = rows(database)
    withdraw(database, take(database, tmp_path, kind, 1, who=BOSS))
    assert rows(database) == before
    withdraw(database, first)
    assert not any(one.withdrawn is None for one in imports.imports(at_desk(database)))


@pytest.mark.parametrize("kind", ImportKind)
def test_a_file_that_a_later_one_replaced_does_not_come_back(database, tmp_path, kind):
    before = rows(database)
    first = take(database, tmp_path, kind)
    second = take(database, tmp_path, kind, 1, who=BOSS)
    withdraw(database, first)
    withdraw(database, second)
    assert rows(database) == before


@pytest.mark.parametrize("kind", sorted(SUMS))
def test_a_file_tells_its_people_and_sums(database, tmp_path, kind):
    take(database, tmp_path, kind)
    (kept,) = imports.imports(at_desk(database), NOVEMBER)
    people, sums = SUMS[kind]
    assert (kept.held.people, kept.held.sums) == (people, {k: Decimal(v) for k, v in sums.items()})
    assert kept.held.rows == len(TEXTS[kind][0].splitlines()) - 1
    assert (kept.kind, kept.entered.by) == (kind, "人事")
    assert kept.held.months == (NOVEMBER,)


def test_a_locked_month_keeps_its_files(database, tmp_path):
    for kind in (ImportKind.SCHEMES, ImportKind.PAY_PLANS):
        take(database, tmp_path, kind)
    facts = take(database, tmp_path, ImportKind.FACTS)
    reward = take(database, tmp_path, ImportKind.REWARDS)
    lock(database)
    kept = rows(database)
    late = take(database, tmp_path, ImportKind.DEDUCTIONS, who=LATE)
    for number in (facts, reward, late, *(one.id for one in imports.imports(at_desk(database)))):
        with pytest.raises(InputError, match="import_month_locked"):
            withdraw(database, number, **LATE)
    assert len(rows(database)) == len(kept) + 1


def test_a_plan_that_came_after_the_lock_is_withdrawn(database, tmp_path):
    for kind in (ImportKind.SCHEMES, ImportKind.PAY_PLANS, ImportKind.FACTS):
        take(database, tmp_path, kind)
    lock(database)
    kept = rows(database)
    withdraw(database, take(database, tmp_path, ImportKind.PAY_PLANS, 1, who=LATE), **LATE)
    withdraw(database, take(database, tmp_path, ImportKind.PAY_SCHEMES, 1, who=LATE), **LATE)
    assert rows(database) == kept


def lock(database):
    months.score(at_desk(database, **HR), NOVEMBER)
    pay_review.send_to_review(at_desk(database, **HR), NOVEMBER)
    pay_review.approve_month(at_desk(database, **BOSS), NOVEMBER)
    pay_review.lock_month(at_desk(database, **BOSS), NOVEMBER)


def test_a_file_is_withdrawn_once(database, tmp_path):
    number = take(database, tmp_path, ImportKind.FACTS)
    withdraw(database, number)
    with pytest.raises(InputError, match="import_withdrawn_already"):
        withdraw(database, number)
    with pytest.raises(InputError, match="unknown_import"):
        withdraw(database, number + 1)


def test_the_log_says_who_withdrew_what(database, tmp_path):
    number = take(database, tmp_path, ImportKind.FACTS, name="十一月.csv")
    withdraw(database, number, **BOSS)
    with database.read() as unit:
        newest = unit.actions.of("main")[0]
    assert (newest.name, newest.subject, newest.done.by) == (
        "import_withdrawn",
        "十一月.csv",
        "店长",
    )
    assert newest.details == {"kind": "facts", "number": str(number)}


def test_what_somebody_changed_since_it_was_looked_at_is_not_taken_back(database, tmp_path):
    number = take(database, tmp_path, ImportKind.FACTS)
    seen = at_desk(database).seen_now()
    take(database, tmp_path, ImportKind.FACTS, 1, who=BOSS)
    before = rows(database)
    with pytest.raises(InputError, match="changed_meanwhile"):
        withdraw(database, number, seen=seen)
    assert rows(database) == before


def test_an_entry_that_was_approved_since_holds_its_file(database, tmp_path):
    number = take(database, tmp_path, ImportKind.EXCEPTIONS)
    (entered,) = kpi_intake.interruptions(at_desk(database), NOVEMBER)
    kpi_intake.approve_interruption(at_desk(database, **BOSS), entered.id)
    with pytest.raises(InputError, match="import_changed_since") as caught:
        withdraw(database, number)
    assert caught.value.faults[0].details == {"count": 1, "what": "A1 1"}
    kpi_intake.remove_interruption(at_desk(database, **BOSS), entered.id)
    withdraw(database, number)
    assert kpi_intake.interruptions(at_desk(database), NOVEMBER) == ()


def test_targets_that_were_edited_since_hold_their_file(database, tmp_path):
    number = take(database, tmp_path, ImportKind.TARGETS)
    kpi_plans.save_targets(
        at_desk(database, **BOSS), NOVEMBER, kpi_plans.targets(at_desk(database), NOVEMBER)[:1]
    )
    with pytest.raises(InputError, match="import_changed_since"):
        withdraw(database, number)


def test_an_entry_that_was_taken_out_by_hand_stays_out(database, tmp_path):
    two = EXCEPTIONS.format(end="12:00") + (
        "A3,disruption,断网,2026-11-04T10:00,2026-11-04T11:00,2026-11-04T10:00,主管\n"
    )
    (tmp_path / "two.csv").write_text(two, "utf-8")
    kpi_intake.import_exceptions(at_desk(database, **HR), tmp_path / "two.csv")
    first, _second = kpi_intake.interruptions(at_desk(database), NOVEMBER)
    kpi_intake.remove_interruption(at_desk(database, **BOSS), first.id)
    withdraw(database, imports.imports(at_desk(database))[0].id)
    assert kpi_intake.interruptions(at_desk(database), NOVEMBER) == ()


def test_presences_come_back_though_their_numbers_were_given_away(database, tmp_path):
    number = take(database, tmp_path, ImportKind.ATTENDANCE)
    before = rows(database)
    shorter = take(database, tmp_path, ImportKind.ATTENDANCE, 1)
    (tmp_path / "next.csv").write_text(
        "agent_id,start,end\nA4,2026-12-03T09:00,2026-12-03T18:00\n", "utf-8"
    )
    kpi_intake.import_attendance(at_desk(database, **HR), tmp_path / "next.csv")
    after = imports.imports(at_desk(database))[0].id
    december = [one for one in rows(database) if "'A4'" in one[1] and one[0] == "attendance"]
    withdraw(database, shorter)
    assert rows(database) == sorted([*before, *december])
    withdraw(database, after)
    assert rows(database) == before
    withdraw(database, number)
    assert not [one for one in rows(database) if one[0] == "attendance"]


def test_a_file_taken_in_twice_is_told_by_its_content(database, tmp_path):
    take(database, tmp_path, ImportKind.FACTS, name="一店.csv")
    before = rows(database)
    with pytest.raises(UnusualError, match="file_taken_before") as caught:
        take(database, tmp_path, ImportKind.FACTS, name="二店.csv", who=BOSS)
    (fault,) = caught.value.faults
    assert (fault.file, fault.value, fault.details["by"]) == ("二店.csv", "一店.csv", "人事")
    assert fault.details["at"] == "2026-11-23 09:00"
    assert rows(database) == before
    with looked_at("两家店同一天同样的数"):
        take(database, tmp_path, ImportKind.FACTS, name="二店.csv", who=BOSS)
    with database.read() as unit:
        said = unit.actions.of("main")[0].details
    assert said["looked_at"] == "两家店同一天同样的数"


def test_the_same_rows_are_told_whatever_order_and_form_they_stand_in(database, tmp_path):
    desk = at_desk(database, **HR)
    (tmp_path / "a.csv").write_text(
        "agent_id,start,end\nA1,2026-11-03T09:00,2026-11-03T18:00\n"
        "A3,2026-11-03T09:00,2026-11-03T17:30\n",
        "utf-8",
    )
    kpi_intake.import_attendance(desk, tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text(
        "end;agent_id;start\n2026-11-03T17:30;A3;2026-11-03T09:00\n\n"
        "2026-11-03T18:00;A1 ;2026-11-03T09:00\n",
        "gb18030",
    )
    with pytest.raises(UnusualError, match="file_taken_before"):
        kpi_intake.import_attendance(desk, tmp_path / "b.csv")
    book = openpyxl.Workbook()
    book.active.title = "attendance"
    for line in (tmp_path / "a.csv").read_text("utf-8").splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(UnusualError, match="file_taken_before"):
        kpi_intake.import_attendance(desk, tmp_path / "c.xlsx")


def test_a_file_that_was_withdrawn_is_taken_in_again(database, tmp_path):
    withdraw(database, take(database, tmp_path, ImportKind.REWARDS))
    take(database, tmp_path, ImportKind.REWARDS)
    with database.read() as unit:
        assert len(unit.register.all("main", RewardCase)) == 1


def test_a_table_of_tickets_and_a_platform_export_are_withdrawn_too(database, tmp_path):
    before = rows(database)
    (tmp_path / "tickets.csv").write_text(
        "谁,来,回,分\nA3,2026-11-03T10:00,2026-11-03T10:20,5\n", "utf-8"
    )
    columns = tickets.TicketColumns(agent="谁", reported="来", responded="回", rating="分")
    desk = at_desk(database, **HR)
    tickets.import_tickets(desk, tmp_path / "tickets.csv", columns, post="aftersales")
    (tmp_path / "pdd.csv").write_text("客服,接待\nA1,50\n", "utf-8")
    how = kpi_exports.ExportMapping(
        "pdd",
        {"agent_id": "客服", "received": "接待"},
        {"post": "presales", "date": "2026-11-03"},
    )
    kpi_exports.import_export(desk, tmp_path / "pdd.csv", how)
    names = [one.file for one in imports.imports(at_desk(database), NOVEMBER)]
    assert names == ["pdd.csv", "tickets.csv"]
    for one in imports.imports(at_desk(database)):
        withdraw(database, one.id)
    assert rows(database) == before


def test_several_files_are_withdrawn_together_or_not_at_all(database, tmp_path):
    before = rows(database)
    first = take(database, tmp_path, ImportKind.FACTS)
    second = take(database, tmp_path, ImportKind.FACTS, 1, who=BOSS)
    both = rows(database)
    with pytest.raises(InputError, match="unknown_import"):
        imports.withdraw_imports(at_desk(database, **HR), [first, second, 99])
    assert rows(database) == both
    imports.withdraw_imports(at_desk(database, **HR), [first, second])
    assert rows(database) == before


def test_two_files_that_tell_the_same_are_named_with_the_agent_and_the_day(database, tmp_path):
    for kind in (ImportKind.SCHEMES, ImportKind.PAY_PLANS):
        take(database, tmp_path, kind)
    take(database, tmp_path, ImportKind.FACTS, name="一店.csv")
    second = take(database, tmp_path, ImportKind.FACTS, 1, name="二店.csv")
    with pytest.raises(InputError, match="fact_from_two_sources") as caught:
        months.score(at_desk(database, **HR), NOVEMBER)
    assert {one.column for one in caught.value.faults} == {"received", "replied", "sales_fen"}
    for lang, words in (("zh", "11月3日"), ("en", "3 Nov")):
        said = fault_sentence(caught.value.faults[0], lang)
        assert all(word in said for word in ("A1", "一店.csv", "二店.csv", words))
    withdraw(database, second)
    months.score(at_desk(database, **HR), NOVEMBER)


def test_a_log_of_chats_and_a_file_of_facts_are_named_as_two_sources(database, tmp_path):
    take(database, tmp_path, ImportKind.CHATS)
    take(database, tmp_path, ImportKind.FACTS)
    with pytest.raises(InputError, match="fact_from_two_sources") as caught:
        months.score(at_desk(database, **HR), NOVEMBER)
    told = {(one.details["other"], one.details["source"]) for one in caught.value.faults}
    assert told == {("facts.csv", "chats.csv")}


@pytest.mark.parametrize("kind", [ImportKind.COMPLAINTS, ImportKind.ATTENDANCE])
def test_a_file_in_the_middle_does_not_bring_back_what_a_later_one_replaced(
    database, tmp_path, kind
):
    take(database, tmp_path, kind)
    between = TEXTS[ImportKind.COMPLAINTS][0].replace("D1,", "D2,")  # its numbers lie between
    (tmp_path / "between.csv").write_text(between, "utf-8")
    KINDS[ImportKind.COMPLAINTS].take(at_desk(database, **HR), tmp_path / "between.csv")
    before = rows(database)
    middle = take(database, tmp_path, kind, 1, who=BOSS)
    with looked_at("再导入一次"):
        last = take(database, tmp_path, kind, name=f"later_{kind}.csv", who=BOSS)
    held = rows(database)
    with pytest.raises(InputError, match="import_replaced_since") as caught:
        withdraw(database, middle)
    assert caught.value.faults[0].details["later"] == f"later_{kind}.csv"
    assert rows(database) == held
    imports.withdraw_imports(at_desk(database, **HR), [middle, last])
    assert rows(database) == before


@pytest.mark.parametrize("kind", [ImportKind.ATTENDANCE, ImportKind.FACTS, ImportKind.PAY_PLANS])
def test_a_file_taken_in_again_on_purpose_holds_when_the_first_is_withdrawn(
    database, tmp_path, kind
):
    before = rows(database)
    first = take(database, tmp_path, kind)
    with looked_at("再导入一次"):
        second = take(database, tmp_path, kind)
    held = rows(database)
    withdraw(database, first)
    assert rows(database) == held
    withdraw(database, second)
    assert rows(database) == before
