from importlib.resources import files

import pytest

from scheduler.errors import InputError
from scheduler.ruleset import HoursRules, Succession, Weights
from scheduler.verify.checker import verify
from store.files.codec import written
from store.files.rules_preset import PRESETS, preset_path, read_rules_preset
from tests.builders import WEEK, agent, problem, roster, shift


def test_default_has_none_of_the_further_rules():
    found = read_rules_preset(WEEK, preset_path("default"))
    assert (found.hours, found.weights) == (HoursRules(), Weights())
    assert (found.kinds, found.successions, found.peak) == ((), (), None)


def test_a_shop_begins_with_few_types_and_one_a_week():
    found = read_rules_preset(WEEK)
    assert found == read_rules_preset(WEEK, preset_path("liveable"))
    assert (len(found.types), found.shapes) == (5, ())
    plan = found.plans[0]
    assert found.work_plan == plan.name
    assert (plan.is_one_type, plan.max_start_spread_min) == (True, 0)
    assert (plan.max_days_week, plan.days_off_together) == (5, 2)


def test_strict_tells_kinds_and_what_may_not_follow():
    found = read_rules_preset(WEEK, preset_path("strict"))
    assert [kind.name for kind in found.kinds] == ["early", "middle", "late", "night"]
    assert Succession("late", "early") in found.successions
    assert [len(shape.breaks) for shape in found.shapes] == [2, 1, 0]
    assert found.kind_of(4 * 60, 8 * 60) == "night"
    late = shift("A1", 0, "13:00"), shift("A1", 1, "09:30")
    asked = problem(agents=[agent()], ruleset=found)
    assert "succession" in verify(asked, roster(*late)).by_rule


def test_every_preset_in_the_folder_can_be_chosen():
    there = {path.name.removesuffix(".toml") for path in (files("data") / "rules").iterdir()}
    assert set(PRESETS) == {name for name in there if "." not in name and "_" not in name}


def test_a_preset_that_there_is_not_is_refused():
    with pytest.raises(InputError, match="unknown_preset"):
        preset_path("mild")


def test_the_lengths_of_a_type_are_a_list_and_one_length_a_number(tmp_path):
    text = (
        preset_path("liveable")
        .read_text("utf-8")
        .replace("work_hours = 8", "work_hours = [8, 6]", 1)
    )
    path = tmp_path / "rules.toml"
    path.write_text(
        text.replace("contract_hours = [40, 40]", "contract_hours = [[40, 40], [10, 39]]", 1),
        "utf-8",
    )
    found = read_rules_preset(WEEK, path)
    first, second = found.types[:2]
    assert (first.work_min, first.contract_hours) == ((480, 360), ((40, 40), (10, 39)))
    told = written(found)["shifts"]["type"]
    assert (told[0]["work_hours"], told[0]["contract_hours"]) == ([8, 6], [[40, 40], [10, 39]])
    assert (told[1]["work_hours"], told[1]["contract_hours"]) == (8, [40, 40])
    assert second.works == (480,)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("work_hours = 8", "work_hours = [8, 0]", "not_positive"),
        ("work_hours = 8", 'work_hours = [8, "six"]', "not_number"),
        ("work_hours = 8", "work_hours = []", "empty"),
        ("work_hours = 8", "work_hours = [8, 8]", "type_length_twice"),
        ("contract_hours = [40, 40]", "contract_hours = [[40, 40], [10]]", "not_pair"),
        ("contract_hours = [40, 40]", "contract_hours = [[40, 40], [10, 39]]", "type_contracts"),
        ("contract_hours = [40, 40]", "contract_hours = 40", "not_list"),
        ("contract_hours = [40, 40]", 'contract_hours = ["a", 40]', "not_number"),
    ],
)
def test_lengths_and_contracts_that_cannot_be_are_told_at_their_key(tmp_path, before, after, code):
    path = tmp_path / "rules.toml"
    text = preset_path("liveable").read_text("utf-8").replace(before, after, 1)
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_rules_preset(WEEK, path)
    assert code in {fault.code for fault in caught.value.faults}
    assert {fault.column for fault in caught.value.faults} == {f"shifts.type.1.{before.split()[0]}"}
