"""``posts.toml``: the optional keys of staffing."""

import dataclasses

import pytest

from scheduler.errors import InputError
from scheduler.horizon import ClockSpan
from scheduler.post import LevelDefinition, SpeedsFrom, StaffingInputs, StaffingTarget
from scheduler.staffing.cycle import ReplyCycle
from store.files.week import read_week, write_week
from tests.store.files.small_week import put

FULL = StaffingInputs(
    handle_s=600,
    chats_at_once=3,
    definition=LevelDefinition.ANSWERED_OF_ANSWERED,
    handle_s_by_level=(400.0, 500.0, 600.0),
    max_occupancy=0.85,
    answer_rate=0.95,
    targets=(
        StaffingTarget(0.9, 180.0),
        StaffingTarget(0.99, 3600.0, hours=ClockSpan.parse("08:00-23:00")),
    ),
    is_deferrable=True,
    speeds_from=SpeedsFrom.RHYTHM,
    reply_cycle=ReplyCycle(40.0, 60.0, 5.0),
)


def test_every_staffing_input_is_written_and_read_again(tmp_path):
    week = read_week(put(tmp_path / "one"))
    posts = (dataclasses.replace(week.posts[0], staffing=FULL), *week.posts[1:])
    write_week(dataclasses.replace(week, posts=posts), tmp_path / "two")
    assert read_week(tmp_path / "two").posts == posts


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('definition = "best"', "definition_unknown"),
        ("handle_seconds_by_level = [600]", "levels_differ"),
        ('speeds_from = "guess"', "speeds_from_unknown"),
        ('speeds_from = "rhythm"', "rhythm_missing"),
        ("max_occupancy = 0", "occupancy_range"),
        ("answer_rate = 1", "share_out_of_range"),
        ("targets = [{share = 2, within_seconds = 30}]", "share_out_of_range"),
        ('targets = [{share = 0.9, within_seconds = 30, hours = "8"}]', "window_unreadable"),
    ],
)
def test_a_faulty_key_is_one_clear_error(tmp_path, line, code):
    folder = put(tmp_path / "week")
    path = folder / "posts.toml"
    first, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{first}\n{line}\n{rest}", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_week(folder)
    [fault] = error.value.faults
    assert fault.code == code
    assert fault.file == "posts.toml"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (
            "reply_cycle = {agent_seconds = 0, customer_seconds = 60, turns = 5}",
            "presales.reply_cycle.agent_seconds",
        ),
        ("targets = [{share = 2, within_seconds = 30}]", "presales.targets.1.share"),
        ("targets = [{share = 0.9, within_seconds = -1}]", "presales.targets.1.within_seconds"),
    ],
)
def test_a_fault_inside_a_table_of_a_post_names_its_key(tmp_path, line, column):
    folder = put(tmp_path / "week")
    path = folder / "posts.toml"
    first, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{first}\n{line}\n{rest}", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_week(folder)
    assert [fault.column for fault in error.value.faults] == [column]
