"""Every command as it is usually called, and words that do not belong in its options."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.fuzz.corpus import MADE, TABLES, WEEK
from benchmarks.fuzz.damage import JUNK
from ui.cli.program import TREE, program
from ui.cli.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    import click

VOLUMES = "--volumes volumes.csv --interval 30"
SOLVE = "--time-limit 1 --workers 1"
MONTH = "--month 2026-10 --facts facts.csv"
USUAL: tuple[str, ...] = (
    f"plan {VOLUMES} --agents agents.csv --week 2026-W49 --out o --replications 2 {SOLVE}",
    f"plan {VOLUMES} --agents agents.csv --week 2026-W49 --out o --rules preset.toml {SOLVE}",
    "shop company acme Acme --db d.db",
    "shop companies --db d.db",
    "shop share K001 other --db d.db",
    "shop part K001 --db d.db",
    "admin providers --db d.db",
    "admin arrivals --db d.db",
    "admin link K001 --provider p --subject s --db d.db",
    "admin unlink K001 --db d.db",
    "agents --count 12 --out o.csv --posts presales=2,aftersales",
    "template pay_plan --out o.xlsx",
    f"forecast {VOLUMES} --out o.csv",
    f"forecast {VOLUMES} --from 2026-12-01 --special-days special_days.csv --country CN",
    f"forecast {VOLUMES} --backtest 1 --drivers drivers.csv --json o.json",
    "staff week --out o.csv",
    "staff week.xlsx --out o.xlsx",
    f"roster week --out o.csv {SOLVE}",
    "verify week roster.csv --json -",
    "verify week.xlsx roster.csv",
    "simulate week roster.csv --replications 2",
    f"repair week roster.csv --absent K001=2026-11-24 --from 2026-11-24T06:00 --out o.csv {SOLVE}",
    "explain week roster.csv",
    f"whatif run week --people presales=1 --volume 1.1 --out o {SOLVE}",
    f"whatif run week --comfort --out o {SOLVE}",
    "whatif people week --time-limit 10 --vendor-hours 22:00-08:00",
    "whatif sweep week sweep.toml --out o.jsonl --processes 1 --work-limit 1",
    "whatif plan --weeks 3 --scenario busy:volume=1.5 --db d.db",
    "whatif search week sweep.toml --short 5 --out p.jsonl --processes 1 --work-limit 1",
    "whatif compare sweep.jsonl@0 sweep.jsonl",
    "shifts design week --most 2 --time-limit 3",
    f"kpi score {MONTH}",
    f"kpi score {MONTH} --roster-week week --attendance attendance.csv --exceptions exceptions.csv",
    f"kpi score {MONTH} --messages messages.csv --orders orders.csv --attribution attribution.csv",
    f"kpi score {MONTH} --scheme scheme.toml --targets targets.csv --agents agents.csv",
    f"kpi pay {MONTH} --pay-plan pay_plan.csv --pay-scheme pay_scheme.toml --refunds refunds.csv",
    f"kpi pay {MONTH} --pay-plan pay_plan.csv --overtime overtime.csv --rewards rewards.csv "
    "--deductions deductions.csv --roster-week week --attendance attendance.csv",
    f"kpi check {MONTH}",
    f"kpi explain K001 {MONTH} --pay-plan pay_plan.csv",
    "kpi score --month 2026-10 --db d.db",
    "kpi pay --month 2026-10 --db d.db",
    "kpi count messages --month 2026-10 --db d.db",
    "kpi count complaints --month 2026-10 --db d.db",
    "kpi tickets tickets.csv --map agent=agent,reported=reported,responded=responded --out o.csv",
    "kpi convert export.csv --map agent_id=客服,date=日期,consulted=咨询人数 --fix post=presales "
    "--out o.csv",
    "kpi convert export.csv --map agent_id=客服,date=日期,consulted=咨询人数 --db d.db",
    "kpi slips --month 2026-10 --out o.xlsx --db d.db",
    "kpi payroll --month 2026-10 --out o.csv --db d.db",
    "kpi layout payroll --columns id=agent_id,sum=total --db d.db",
    "kpi imports --db d.db",
    "kpi withdraw 1 --db d.db",
    "kpi punches --month 2026-10 --db d.db",
    "kpi decide 1 --db d.db",
    "kpi overtime --month 2026-10 --db d.db",
    "kpi confirm --month 2026-10 --give time_off --db d.db",
    "kpi trial scheme.toml --month 2026-10 --db d.db",
    "kpi validate scheme.toml",
    "kpi weights pairs.csv",
    "shop new Corner --agents agents.csv --volumes volumes.csv --db d.db --shop corner",
    "import week week --db d.db --shop other",
    "import week week.xlsx --db d.db --shop other",
    f"import roster {WEEK} roster.csv --db d.db",
    "import agreed roster.csv --reason late --db d.db",
    "import volumes volumes.csv --db d.db",
    "import volumes volumes.csv --contacts --db d.db",
    "import chats raw_chats.csv --out o.csv",
    "import chats raw_chats.csv --db d.db",
    "import campaigns campaigns.toml --db d.db",
    "import table attendance attendance.csv --db d.db --dry-run",
    "export campaigns --out o.toml --db d.db",
    f"after {WEEK} --out o.xlsx --db d.db",
    f"export week {WEEK} --out o --db d.db",
    f"export roster {WEEK} --out o.csv --db d.db",
    "export month 2026-10 --out o.zip --db d.db",
    "export person K001 --out p.zip --db d.db",
    "persons list --db d.db",
    "persons erase K001 --db d.db",
    "persons tidy --yes --db d.db",
    "persons keep pay 48 --db d.db",
    "persons looks K001 --db d.db",
    "import month month.zip --db d.db",
    "vendors contracts --db d.db",
    "vendors contract contract.toml --db d.db",
    "vendors settle Yunke --month 2026-10 --db d.db",
    "vendors show Yunke --month 2026-10 --out o.xlsx --db d.db",
    "vendors sign Yunke --month 2026-10 --number 1 --side vendor --db d.db",
    "vendors object Yunke --month 2026-10 --number 1 --side shop --reason price --db d.db",
    "admin create Wang --db d.db",
    "admin list --db d.db",
    "admin lock Wang --db d.db",
    "admin unlock Wang --db d.db",
    "admin reset Wang --codes --db d.db",
    "admin sessions --db d.db",
    "admin revoke 0a1b2c3d --db d.db",
    "db upgrade --db d.db",
    "db check --db d.db",
    "db move d.db m.db",
    "db downgrade 0020 --db d.db",
    "audit verify --db d.db",
    "audit anchor --db d.db",
    "audit explain 1 --reason x --db d.db",
    "db backup copy.db --db d.db",
    "db restore d.db --db e.db",
    *(
        f"kpi import {name} {name}.{'toml' if name in _TOML else 'csv'} --db d.db "
        "--keep-anyway seen"
        for _TOML in ({"scheme", "pay_scheme", "platform_rules", "campaigns"},)
        for name in (*TABLES, *MADE, *_TOML)
        if name not in {"special_days", "tickets", "pairs", "export", "raw_chats"}
    ),
)
SLOW = ("plan", "roster", "repair", "explain", "whatif", "simulate")
LONG_RUNS = {"--time-limit": "1", "--replications": "2", "--simulate": "2", "--work-limit": "9"}
LONG_RUNS |= {"--close-loop": "1", "--rounds": "1"}
UNTRIED = {"serve", "worker", "demo"}  # two do not end; the whole job on a shop of its own
WORDS = (
    *JUNK,
    *(
        "2147483648",
        "1000000000",
        "presales=1000000",
        "presales=-5",
        "presales=nan",
        "presales=1e9",
    ),
    *("a=b=c", ",,,", "=", "a=", "mon-sun 09:00-18:00", "24x7", "mon 25:00-26:00", "99999d", "0d"),
    *("o/", "/", ".", "/dev/full", "/dev/null/x", "none/x", "week", "agents.csv", "x" * 300, "-"),
    *("Asia/Nowhere", "../../etc/passwd", "CN", "ZZ", "2026-W99", "2026-W48", "2026-13", "K001"),
    *("sqlite:///none/x.db", "sqlite://", "nosuch://x", "sqlite:///week", "o.csv", "--help", "--"),
)


def every_command() -> Iterator[tuple[str, ...]]:
    """Yield the words of each command there is."""

    def walk(tree: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if isinstance(tree, str):
            yield path
            return
        for name, part in tree.items():  # type: ignore[attr-defined]
            yield from walk(part, (*path, name))

    yield from walk(TREE, ())


def options_of(words: list[str]) -> list[str]:
    """Return the options of the command that words call."""
    command: click.Command = program(Screen("en"))
    for word in words:
        below = getattr(command, "commands", None)
        if below is None or word not in below:
            break
        command = below[word]
    found = (name for each in command.params for name in each.opts if name.startswith("--"))
    return [name for name in found if name not in {"--help", "--lang"}]


def spoilt_words(words: list[str], chance: Random) -> list[str]:
    """Return a command with one to three of its words replaced, left out, doubled or added."""
    spoilt = list(words)
    for _ in range(chance.choice((1, 1, 2, 3))):
        kind = chance.randrange(6)
        place = chance.randrange(1, len(spoilt)) if len(spoilt) > 1 else 0
        if kind <= 1:
            spoilt[place] = chance.choice(WORDS)
        elif kind == 2:
            del spoilt[place]
        else:
            options = options_of(spoilt)
            if options:
                spoilt += [chance.choice(options), chance.choice(WORDS)]
    return _soon_over([word.replace("\0", "") for word in spoilt])


def _is_number(text: str) -> bool:
    try:
        return 0 <= float(text) <= 10_000_000
    except ValueError:
        return False


def _soon_over(words: list[str]) -> list[str]:
    """Return the words without a long run that they ask for in good order: that is no hang."""
    found = list(words)
    for place, (option, value) in enumerate(pairwise(words)):
        if option in LONG_RUNS and _is_number(value):
            found[place + 1] = LONG_RUNS[option]
    options = options_of(found)
    if "--time-limit" in options and "--time-limit" not in found:
        found += ["--time-limit", "1"]
    return found
