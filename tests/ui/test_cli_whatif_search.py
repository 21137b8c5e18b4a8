"""``whatif search`` and ``whatif compare``, and wages that nobody knows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from store.files.week import read_week, write_week
from tests.ui.weeks import written

FAST = ("--work-limit", "5", "--processes", "1")
PLAN = '[[change]]\nwhat = "agents"\npost = "presales"\nvalues = [-2, -1, 1]\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    return written(tmp_path / "week")[0]


def test_the_cheapest_is_tried_first_and_rows_there_are_used_again(paiban, folder, tmp_path):
    told = (
        "whatif",
        "search",
        folder,
        tmp_path / "plan.toml",
        "--out",
        tmp_path / "o.jsonl",
        *FAST,
    )
    ran = paiban(*told, "--short", "1000", "--json", "-")
    assert (ran.code, ran.report["tried"], ran.report["size"]) == (0, 1, 4)  # two people fewer do
    assert ran.report["best"]["number"] == 1
    again = paiban(*told, "--short", "0", "--json", "-")
    assert again.report["tried"] >= ran.report["tried"]
    assert "goal" in paiban(*told).err
    none = paiban(*told, "--short", "0")
    assert none.code in {0, 1}


def test_results_are_laid_side_by_side_with_what_may_be_noise(paiban, folder, tmp_path):
    rows = tmp_path / "o.jsonl"
    told = ("whatif", "sweep", folder, tmp_path / "plan.toml", "--out", rows, *FAST)
    assert paiban(*told, "--depth", "roster").code == 0
    ran = paiban("whatif", "compare", f"{rows}@0,3", "--json", "-")
    base, more = ran.report["sides"]
    assert ran.code == 0
    assert more["differences"]["people"] == {"by": 1.0, "is_sure": True}
    assert more["differences"]["least_short_hours"]["is_sure"] is False
    assert base["differences"]["cost"] == {"by": 0.0, "is_sure": True}
    assert "≈" in paiban("whatif", "compare", rows).out
    other = tmp_path / "p.jsonl"
    paiban(*told[:4], "--out", other, "--processes", "1")
    report = paiban("whatif", "compare", f"{rows}@0", f"{other}@0", "--json", "-").report
    assert report["caveats"] == ["limits"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("o.jsonl@9", "'9'"), ("plan.toml", "plan.toml"), ("o.jsonl@0", "two or more")],
)
def test_what_is_no_result_is_named(paiban, folder, tmp_path, name, said):
    told = ("whatif", "sweep", folder, tmp_path / "plan.toml", "--out", tmp_path / "o.jsonl")
    paiban(*told, "--processes", "1", "--quick")
    ran = paiban("whatif", "compare", tmp_path / name)
    assert (ran.code, said in ran.err) == (2, True)


def test_wages_that_nobody_knows_are_not_shown_as_nothing(paiban, folder):
    week = read_week(folder)
    free = [
        replace(each, contract=replace(each.contract, hourly_cost=Decimal(0)))
        for each in week.agents
    ]
    write_week(replace(week, agents=tuple(free)), folder)
    fast = ("--time-limit", "0", "--work-limit", "5")
    ran = paiban("whatif", "run", folder, "--volume", "1.1", *fast, "--json", "-")
    for side in ran.report.values():
        assert (side["wage_cost"], side["contract_cost"]) == (None, None)
        assert side["unpriced"] == side["agents"]
    assert "hourly cost" in paiban("whatif", "run", folder, "--volume", "1.1", *fast).out
    told = ("whatif", "run", folder, "--vendor-price", "40", *fast, "--json", "-")
    assert paiban(*told).report["base"]["vendor"]["own_cost"] is None
    known = replace(free[0], contract=replace(free[0].contract, hourly_cost=Decimal(20)))
    write_week(replace(week, agents=(known, *free[1:])), folder)
    assert "leave out 2" in paiban("whatif", "run", folder, "--volume", "1.1", *fast).out


def test_any_lever_is_a_change_and_what_it_takes_for_granted_is_told(paiban, folder):
    fast = ("--time-limit", "0", "--work-limit", "5")
    told = ("--change", "hires@presales=2", "--change", "chats_at_once=5", "--change", "vendor=40")
    ran = paiban("whatif", "run", folder, *told, *fast, "--json", "-")
    after = ran.report["changed"]
    assert after["agents"] == ran.report["base"]["agents"] + 2
    assert {each["name"] for each in after["pretended"]} == {"chats_free", "vendor_full"}
    assert float(after["vendor_takes_cost"]) > 0
    assert "none takes longer" in paiban("whatif", "run", folder, *told, *fast).out
    for wrong in ("hires", "moon=1", "hires=1", "wages=x", "rule@gravity=1", "opens=8:99"):
        assert paiban("whatif", "run", folder, "--change", wrong, *fast).code == 2
    twice = ("--volume", "1.1", "--change", "volume=1.2")
    assert "twice" in paiban("whatif", "run", folder, *twice, *fast).err


def test_promotions_hours_menus_and_rules_are_changes_too(paiban, folder):
    fast = ("--time-limit", "0", "--work-limit", "5")
    told = ("promotion=+50%", "opens@presales=7:30", "rule@min_rest_hours=12", "menu=2")
    changes = [word for each in told for word in ("--change", each)]
    ran = paiban("whatif", "run", folder, *changes, *fast, "--json", "-")
    names = {each["name"] for each in ran.report["changed"]["pretended"]}
    assert names == {"promotion_flat", "opening", "menu_short", "rule_law"}


def test_a_plan_of_hires_is_read_from_its_file(paiban, folder, tmp_path):
    plan = tmp_path / "hires.toml"
    plan.write_text(
        '[[change]]\nwhat = "hires"\npost = "presales"\nvalues = [1]\nhours_week = 24\n'
        "first_day = 2026-11-25\nspeed = 0.8\n\n"
        '[[change]]\nwhat = "vendor"\nvalues = [40]\nhours = "09:00-12:00"\n\n'
        '[[change]]\nwhat = "promotion"\nvalues = [2]\nfirst = 2026-11-30\nlast = 2026-11-30\n\n'
        '[[change]]\nwhat = "rule"\nrule = "fairness"\nvalues = [3]\n',
        encoding="utf-8",
    )
    told = ("whatif", "sweep", folder, plan, "--out", tmp_path / "o.jsonl", *FAST)
    ran = paiban(*told, "--json", "-")
    base, hires, vendor, promotion, rule = ran.report["rows"]
    assert hires["people"] == base["people"] + 1
    assert hires["steps"][0]["hire"]["hours_week"] == 24.0
    assert float(vendor["vendor_cost"]) > 0
    assert promotion["required_hours"] > base["required_hours"]
    assert rule["recomputed"] == ["rules"]
    out = paiban(*told).out
    assert "24 h a week" in out
    assert "09:00-12:00" in out
