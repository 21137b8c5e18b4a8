"""Small good inputs of every kind, cut from the demo shop, and a database that holds them."""

import contextlib
import csv
import gzip
import io
import re
import shutil
from pathlib import Path

import openpyxl

import data
from ui.cli import main

DEMO = Path(data.__path__[0]) / "demo"
WEEK = "2026-W48"
PEOPLE = 8
STRANGER = re.compile(r"K009|K0[1-9]\d")
ROWS = 120
VOLUME_ROWS = 2016  # two weeks of half hours for three posts
TABLES = {
    "attendance": "month/attendance.csv",
    "exceptions": "month/exceptions.csv",
    "facts": "month/facts.csv",
    "pay_plan": "month/pay_plan.csv",
    "targets": "month/targets.csv",
    "complaints": "service/complaints.csv",
    "survey": "service/survey.csv",
    "audits": "service/audits.csv",
    "certificates": "service/certificates.csv",
    "messages": "service/messages.csv.gz",
    "chats": "month/chats.csv.gz",
}
MADE = {
    "orders": "order,buyer,post,placed,paid,amount,refunded\n"
    "o1,u00001,presales,2026-10-01T09:00,2026-10-01T09:05,120.50,\n"
    "o2,u00002,presales,2026-10-02T09:00,-,80,\n",
    "attribution": "version,valid_from,by,pick,window_h\n1,2026-01-01,order,last,48\n",
    "overtime": "agent_id,start,end,kind,approved_by,time_off\n"
    "K001,2026-10-01T18:00,2026-10-01T20:00,holiday,主管二,\n",
    "rewards": "agent_id,date,case,buyer,proof\nK001,2026-10-05,praise,u00001,截图\n",
    "deductions": "agent_id,date,kind,amount,reason,clause\nK001,2026-10-05,damage,20,损坏,3\n",
    "refunds": "agent_id,date,month,refunded\n",
    "special_days": "date,kind,name\n2026-12-12,promotion,12.12\n",
    "drivers": "date,kind,amount\n2026-10-01,sales_plan,1000\n2026-10-02,orders,50\n",
    "tickets": "agent,reported,responded,csat\n"
    "王一,2026-10-01 09:00:00,2026-10-01 09:20:00,5\n李二,2026-10-02 09:00:00,,\n",
    "pairs": "one,two,times\na,b,3\nb,c,2\na,c,5\n",
    "export": "客服,日期,咨询人数,平均首响\nK001,2026-10-01,20,12.5\nK002,2026-10-01,18,9\n",
    "raw_chats": "start,first_reply,end,post,agent\n"
    + "".join(
        f"2026-10-{day:02d} 09:{minute:02d}:00,2026-10-{day:02d} 09:{minute:02d}:20,"
        f"2026-10-{day:02d} 09:{minute:02d}:59,presales,K00{1 + minute % 7}\n"
        for day in range(1, 29)
        for minute in range(0, 60, 12)
    ),
}

SWEPT = (
    '{"program":"1","week":"w","plan":{"change":[{"what":"volume","post":"","values":[],'
    '"percent":[5.0]}],"grid":false},"params":"None","simulation":"None","quick":false}\n'
    '{"number":0,"steps":[],"told":[],"people":6,"least_cost":3.0}\n'
    '{"number":1,"steps":[],"told":[],"faults":[{"code":"sweep_lost"}]}\n'
)
SWEEP = '[[change]]\nwhat = "volume"\npercent = [10]\n'


def make_corpus(folder: Path) -> None:
    """Write every good input into a folder, and the database ``good.db``."""
    folder.mkdir(parents=True, exist_ok=True)
    _week(folder / "week")
    with (folder / "week" / "volumes.csv").open("w", encoding="utf-8") as file:
        lines = (DEMO / "next_week" / "volumes.csv").read_text(encoding="utf-8").splitlines()
        file.write("\n".join([lines[0], *lines[-VOLUME_ROWS:]]) + "\n")
    shutil.copy(folder / "week" / "volumes.csv", folder / "volumes.csv")
    shutil.copy(folder / "week" / "roster.csv", folder / "roster.csv")
    shutil.copy(folder / "week" / "agents.csv", folder / "agents.csv")
    for name, place in TABLES.items():
        lines = _lines(DEMO / place)
        if name == "complaints":  # who answers for them works on another post
            lines = [STRANGER.sub("K002", line) for line in lines]
        rows = [line for line in lines if not STRANGER.search(line)]
        (folder / f"{name}.csv").write_text("\n".join(rows[: ROWS + 1]) + "\n", encoding="utf-8")
    for name, text in MADE.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    for name, place in {
        "scheme": "schemes/T-02.toml",
        "pay_scheme": "pay/A.toml",
        "platform_rules": "platforms/jd.toml",
        "campaigns": "campaigns/campaigns_cn.toml",
        "preset": "rules/default.toml",
    }.items():
        shutil.copy(Path(data.__path__[0]) / place, folder / f"{name}.toml")
    (folder / "sweep.toml").write_text(SWEEP, encoding="utf-8")
    (folder / "sweep.jsonl").write_text(SWEPT, encoding="utf-8")
    _workbook(folder / "week", folder / "week.xlsx")
    for name in ("rules.toml", "posts.toml"):  # a workbook's documents may lie beside it
        shutil.copy(folder / "week" / name, folder / name)
    _database(folder)


def _lines(path: Path) -> list[str]:
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return text.decode().splitlines()


def _week(target: Path) -> None:
    """Cut a published week down to a few people."""
    target.mkdir(exist_ok=True)
    people = [line.partition(",")[0] for line in _lines(DEMO / "next_week" / "agents.csv")]
    kept = {*people[1 : PEOPLE + 1]}
    for path in (DEMO / "published" / WEEK).iterdir():
        if path.suffix != ".csv" or not _lines(path)[0].startswith("agent_id"):
            shutil.copy(path, target / path.name)
            continue
        head, *rows = csv.reader(_lines(path))
        with (target / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *(row for row in rows if row[0] in kept)])


def _workbook(week: Path, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in sorted(week.glob("*.csv")):
        sheet = book.create_sheet(table.stem)
        for row in csv.reader(io.StringIO(table.read_text(encoding="utf-8"))):
            sheet.append(row)
    book.save(path)


def _database(folder: Path) -> None:
    db = str(folder / "good.db")
    steps = [["import", "week", str(folder / "week"), "--shop", "main", "--name", "店"]]
    steps += [["import", "roster", WEEK, str(folder / "roster.csv")]]
    steps += [["import", "volumes", str(folder / "volumes.csv")]]
    for name in ("attendance", "facts", "pay_plan", "targets", "complaints"):
        steps.append(["kpi", "import", name, str(folder / f"{name}.csv")])
    for step in steps:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                main([*step, "--by", "甲", "--db", db, "--lang", "en"])
            except SystemExit:
                continue  # what it refuses is not in the database, and that is all right
