"""What a caller looked at is what a command changes: ``--expect VERSION``."""

import datetime as dt
import shutil
from decimal import Decimal

import pytest

from kpi.facts.punch_requests import PunchRequest
from scheduler.ruleset import HoursRules, RuleSet
from scheduler.work_plan import SixthDay, WorkPlan
from service.access.grants import set_vendor
from service.history.volumes import import_volumes
from service.month import months
from service.pay import pay_review
from service.records.staff import EmploymentDate, set_date
from service.roster import intake, publishing
from service.vendors.contracts import VendorContract, save_contract
from service.vendors.settlements import make_settlement
from store.database import open_database
from store.files.campaigns_file import campaign_presets, write_campaigns
from store.files.kpi_scheme import scheme_text
from store.files.vendor_contracts import write_contracts
from store.files.week import write_roster, write_week
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill, scheme
from tests.ui.test_cli_chats import MAPPED, made
from tests.ui.test_cli_database import contents
from tests.ui.test_cli_kpi_tickets import MAP, TICKETS
from ui.cli.program import TREE, Commands
from ui.cli.screen import Screen

MONTH = ("--month", "2026-11")
FACTS = "agent_id=客服,date=日期,received=接待,replied=回复"
SETTLED = ("--month", "2026-10", "--number", "1")
RESTING = {
    "import week": ("week",),
    "import roster": (s.LABEL, "roster.csv"),
    "import agreed": ("agreed.csv", "--reason", "补录"),
    "import volumes": ("volumes.csv", "--map", "start=time,volume=n", "--post", "presales"),
    "import chats": ("log.csv", *MAPPED),
    "import campaigns": ("campaigns.toml", "--keep-anyway", "大促照常"),
    "import table": ("targets", "targets.csv"),
    "shifts design": (s.LABEL, "--most", "2", "--adopt", "2"),
    "kpi import": ("targets", "targets.csv"),
    "kpi withdraw": ("1",),
    "kpi decide": ("1",),
    "kpi confirm": (*MONTH, "--keep-anyway", "补录"),
    "kpi count": ("complaints", *MONTH),
    "kpi tickets": ("tickets.csv", "--map", MAP),
    "kpi convert": ("export.csv", "--map", FACTS, "--fix", "post=presales"),
    "kpi score": MONTH,
    "kpi pay": MONTH,
    "vendors contract": ("contract.toml",),
    "vendors settle": ("云客", *MONTH),
    "vendors sign": ("云客", *SETTLED, "--side", "vendor"),
    "vendors object": ("云客", *SETTLED, "--side", "shop", "--reason", "单价不对"),
    "kpi layout": ("甲软件", "--columns", "工号=agent_id,应发=total"),
    "persons keep": ("pay", "48"),
    "persons erase": ("A4", "--yes"),
}
TO_FILES = {
    "import chats": ("--out", "out.csv"),
    "kpi tickets": ("--out", "out.csv"),
    "kpi convert": ("--out", "out.csv"),
    "kpi score": ("--facts", "facts.csv"),
    "kpi pay": ("--facts", "facts.csv", "--pay-plan", "in/pay_plan.csv"),
}
SEATS = VendorContract("云客", "YK-1", dt.date(2026, 1, 1), seats=2, seat_price=Decimal(6000))
SAID = PunchRequest("A1", 29_700_000, 29_703_000, 29_700_000, 29_700_480, "忘记打卡", "班长")
READING = {
    "after": ("2026-W45",),
    "export week": (s.LABEL, "--out", "out"),
    "export roster": (s.LABEL, "--out", "out.csv"),
    "export campaigns": (),
    "export month": ("2026-11", "--out", "out.zip"),
    "kpi check": MONTH,
    "kpi explain": ("A1", *MONTH),
    "kpi trial": ("scheme.toml", *MONTH),
    "kpi slips": (*MONTH, "--out", "slips.xlsx"),
    "kpi payroll": (*MONTH, "--out", "payroll.csv"),
    "kpi imports": (),
    "vendors contracts": (),
    "vendors show": ("云客", "--month", "2026-10"),
    "kpi punches": MONTH,
    "kpi overtime": MONTH,
    "persons list": (),
    "persons looks": (),
    "whatif people": (s.LABEL, "--time-limit", "10", "--short", "0.9"),
    "whatif plan": ("--weeks", "2"),
}
ON_NOTHING_SEEN = {
    "import month": "one that is there is refused",
    "shop new": "one that is there is refused",
    "shop company": "it has that name and that shop, whatever it had",
    "shop companies": "changes nothing",
    "shop share": "the two are one person, whatever was known of them",
    "shop part": "refused where they are not shared",
    "demo": "begins with a fresh database",
    "serve": "its pages carry what they showed",
    "admin create": "a name that is taken is refused",
    "admin list": "changes nothing",
    "admin lock": "it is locked, whatever it was",
    "admin unlock": "it is open, whatever it was",
    "admin reset": "the password is new, whatever it was",
    "admin sessions": "changes nothing",
    "admin revoke": "it ends, whatever was done in it",
    "admin arrivals": "changes nothing",
    "admin link": "they are linked, whatever they were",
    "admin unlink": "they are not linked, whatever they were",
    "audit explain": "it names the last change it explains",
    "worker": "jobs carry what was seen when they were asked for",
    "db upgrade": "changes no content",
    "db downgrade": "takes back what an earlier version does not know, and says so",
    "db check": "changes nothing, and tells of the whole",
    "db backup": "changes nothing",
    "audit verify": "changes nothing, and tells of the whole",
    "audit anchor": "changes nothing, and tells of the whole",
    "export person": "changes nothing but the log",
    "persons tidy": "what is past its time is past it",
    "db restore": "refuses a database that is there, or moves it out of the way whole",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a folder with a database that holds a week and a month, and files for more."""
    folder = tmp_path_factory.mktemp("expect")
    database = s.database(folder)
    plan = WorkPlan("六天", sixth_day=SixthDay.OVERTIME)
    hours = HoursRules(max_work_min_per_week=960)  # the third day is beyond them
    rules = RuleSet((s.SHAPE,), hours, plans=(plan,), work_plan=plan.name)
    first = s.week(FIRST, absences=(), wishes=(), rules=rules)
    intake.keep_week(at_desk(database, **WHO), first)
    intake.keep_week(at_desk(database, **WHO), s.week())
    fill(database, folder / "in")
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, s.roster())
    months.score(at_desk(database, **WHO), NOVEMBER)
    set_date(at_desk(database, **WHO), "A4", EmploymentDate.LEAVES, FIRST)
    with at_desk(database, **WHO).write("punch_asked", unseen="a test") as unit:
        entry = unit.enter(SAID, subject="A1", date=FIRST)
        assert RESTING["kpi decide"] == (str(entry),)
    set_vendor(at_desk(database, **WHO), "一组", "云客")
    save_contract(at_desk(database, **WHO), SEATS)
    make_settlement(at_desk(database, **WHO), "云客", NOVEMBER.before)
    database.close()
    write_contracts([SEATS], folder / "contract.toml")
    write_week(s.week(), folder / "week")
    write_roster(s.roster(), folder / "roster.csv", s.CLOCK)
    rows = [f"2026-11-02 {clock},4" for clock in ("09:00", "09:30", "10:00", "10:30")]
    (folder / "volumes.csv").write_text("\n".join(("time,n", *rows)), "utf-8")
    head, row = "month,post,level,name,measure,value", "2026-11,presales,shop,,sales_yuan,4000"
    (folder / "targets.csv").write_text(f"{head}\n{row}\n", "utf-8")  # another than before
    head = ",".join(f"2026-10-{day:02d}" for day in range(5, 12))
    (folder / "agreed.csv").write_text(f"工号,{head}\nA1,09:00-18:00\n", "utf-8")
    made(folder / "log.csv", days=2)
    write_campaigns(campaign_presets()[-1:], folder / "campaigns.toml")  # on no published week
    (folder / "scheme.toml").write_text(scheme_text(scheme()), "utf-8")
    (folder / "tickets.csv").write_text(TICKETS.replace("A2", "A1"), "utf-8")
    (folder / "export.csv").write_text("客服,日期,接待,回复\nA1,2026-11-02,200,190\n", "utf-8")
    return folder


@pytest.fixture
def db(filled, tmp_path, monkeypatch):
    """Return a copy of that database, in a folder of its own that is the working folder."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAIBAN_DB", str(tmp_path / "paiban.db"))
    return tmp_path / "paiban.db"


def newest(db):
    database = open_database(str(db))
    found = at_desk(database).seen_now()
    database.close()
    return found


def change_everything(db):
    """Let somebody change all there is."""
    database = open_database(str(db))
    with at_desk(database, by="王经理").write("week_imported", ()) as unit:
        unit.note("everything")
    database.close()


def _options(part, path=""):
    """Yield every command under a part of the tree with the options it has."""
    for name in part:
        command, full = part[name], f"{path} {name}".strip()
        if hasattr(command, "commands"):
            yield from _options(command.commands, full)
        else:
            yield full, {option for each in command.params for option in each.opts}


def test_every_command_on_the_database_says_what_it_rests_on():
    options = dict(_options(Commands(TREE, Screen("en"))))
    on_database = {name for name, has in options.items() if "--db" in has}
    assert on_database == {*RESTING, *READING, *ON_NOTHING_SEEN}
    assert {name for name, has in options.items() if "--expect" in has} == {*RESTING}
    assert all("--json" in options[name] for name in READING)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", RESTING)
def test_what_somebody_changed_since_is_not_written_over(paiban, db, command, lang):
    seen = newest(db)
    change_everything(db)
    before = contents(db)
    ran = paiban(*command.split(), *RESTING[command], "--expect", seen, lang=lang)
    assert ran.code == 2
    assert "王经理" in ran.err
    assert "2026-11-23 09:00" in ran.err
    assert str(seen + 1) in ran.err
    assert contents(db) == before


@pytest.mark.parametrize("command", RESTING)
def test_what_is_as_it_was_seen_is_written(paiban, db, command):
    change_everything(db)
    seen = newest(db)
    ran = paiban(*command.split(), *RESTING[command], "--expect", seen)
    assert ran.code == 0, ran.err
    left = newest(db)
    assert left > seen
    assert f"Data version {left}:" in ran.out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", RESTING)
def test_a_version_that_is_not_there_yet_is_a_fault(paiban, db, command, lang):
    seen, before = newest(db), contents(db)
    ran = paiban(*command.split(), *RESTING[command], "--expect", seen + 1, lang=lang)
    assert (ran.code, contents(db)) == (2, before)
    assert str(seen + 1) in ran.err
    assert str(seen) in ran.err
    assert "--expect" in ran.err


@pytest.mark.parametrize("command", TO_FILES)
def test_a_version_means_nothing_where_no_database_is_used(paiban, db, command):
    ran = paiban(*command.split(), *RESTING[command], *TO_FILES[command], "--expect", newest(db))
    assert ran.code == 2
    assert "does not use the database" in ran.err
    assert not (db.parent / "out.csv").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", READING)
def test_what_is_shown_says_its_version(paiban, db, command, lang):
    database = open_database(str(db))
    for step in (pay_review.send_to_review, pay_review.approve_month, pay_review.lock_month):
        step(at_desk(database, by=step.__name__, now=s.NOW), NOVEMBER)
    if command == "whatif plan":
        import_volumes(at_desk(database, now=s.NOW), s.volumes())
    database.close()
    ran = paiban(*command.split(), *READING[command], lang=lang)
    assert ran.code == 0, ran.err
    assert f"{ {'zh': '数据版本', 'en': 'Data version'}[lang] } {newest(db)}" in ran.out
    shutil.rmtree(db.parent / "out", ignore_errors=True)
    (db.parent / "out.zip").unlink(missing_ok=True)  # no archive is written over
    told = paiban(*command.split(), *READING[command], "--json", "-")
    assert told.report["version"] == newest(db)


@pytest.mark.usefixtures("db")
def test_what_was_seen_and_not_changed_since_may_be_changed_though_others_moved(paiban):
    seen = paiban("export", "roster", s.LABEL, "--out", "out.csv", "--json", "-").report["version"]
    assert paiban("kpi", "import", "targets", "targets.csv").code == 0
    assert paiban("import", "roster", s.LABEL, "roster.csv", "--expect", seen).code == 0
    assert paiban("import", "roster", s.LABEL, "roster.csv", "--expect", seen).code == 2
    assert paiban("import", "roster", s.LABEL, "roster.csv").code == 0  # takes the newest
