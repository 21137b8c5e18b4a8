"""What the files of a shop call things, said once and obeyed by every table."""

import importlib
import pkgutil

import pytest

import store.files
from scheduler.errors import InputError
from store.files import cells
from store.files.heads import head_names
from store.files.kinds import Kind
from store.files.rows import Record
from store.files.table import csv_table
from store.files.taken import noting_rows
from store.files.told import HOLDS, NOT_THERE, NamesTold, as_told


def table(text, name="attendance"):
    return csv_table(text, f"{name}.csv", head_names(name))


def rows(text, name="attendance"):
    return [dict(row.cells) for row in table(text, name).rows]


def test_a_column_is_what_somebody_says_it_is():
    with as_told(NamesTold({"attendance": {"agent_id": "人", "start": "来", "end": "走"}})):
        assert rows("人,来,走\nA,08:00,09:00\n") == [
            {"agent_id": "A", "start": "08:00", "end": "09:00"}
        ]


def test_two_columns_say_one_thing_together_and_one_says_two_things():
    said = {"agent_id": "人", "start": "日 + 来", "end": "日+走", "card": "日"}
    with as_told(NamesTold({"attendance": said})):
        (row,) = rows("人,日,来,走\nA,2026-11-03,08:00,09:00\n")
    assert row == {
        "agent_id": "A",
        "start": "2026-11-03 08:00",
        "card": "2026-11-03",
        "end": "2026-11-03 09:00",
    }


def test_a_column_that_is_said_not_to_be_there_is_passed_over():
    head = "工号,上班打卡,下班打卡,卡号\n"
    with as_told(NamesTold({"attendance": {"card": NOT_THERE}})):
        (row,) = rows(f"{head}A,2026-11-03 08:00,2026-11-03 09:00,7\n")
        (own,) = rows("agent_id,start,end,card\nA,1,2,7\n")
    assert "card" not in row
    assert row["卡号"] == "7"
    assert "card" not in own


def test_a_column_that_is_asked_for_must_be_there_a_remembered_one_need_not():
    text = "工号,上班打卡,下班打卡\nA,2026-11-03 08:00,2026-11-03 09:00\n"
    with as_told(NamesTold({"attendance": {"start": "来"}})), pytest.raises(InputError) as error:
        table(text)
    assert [(fault.code, fault.column) for fault in error.value.faults] == [
        ("missing_column", "来")
    ]
    with as_told(NamesTold(remembered={"attendance": {"start": "来"}})):
        assert rows(text)[0]["start"] == "2026-11-03 08:00"


def test_names_of_people_and_posts_become_ids_however_they_are_written():
    told = NamesTold(people={"旗舰店:小桃": "K1"}, posts={"售前": "presales", "售后": "aftersales"})
    text = "工号,姓名,班组,岗位\n旗舰店：小桃,甲,一组,售前、售后\nK2,乙,一组,其他\n"
    with as_told(told), noting_rows() as files:
        first, second = rows(text, "agents")
    assert (first["agent_id"], first["posts"]) == ("K1", "presales|aftersales")
    assert (second["agent_id"], second["posts"]) == ("K2", "其他")
    assert files["agents.csv"].assumed["named"] == 2


def test_what_is_told_later_holds_and_ends_with_its_block():
    with as_told(NamesTold(people={"a": "1", "b": "2"})), as_told(NamesTold(people={"a": "3"})):
        text = "工号,上班打卡,下班打卡\na,1,2\nb,1,2\n"
        assert [row["agent_id"] for row in rows(text)] == ["3", "2"]
    assert [row["agent_id"] for row in rows(text)] == ["a", "b"]


def test_every_column_of_people_and_posts_is_known_for_one():
    for module in pkgutil.iter_modules(store.files.__path__):
        importlib.import_module(f"store.files.{module.name}")
    marks = {
        next(filter(lambda each: isinstance(each, Kind), mark.__metadata__))
        for mark in (cells.KnownAgent, cells.AgentOrNobody, cells.KnownPost, cells.Certified)
    }
    found = {
        name
        for record in all_records(Record)
        for name, field in record.model_fields.items()
        if any(isinstance(each, Kind) and each in marks for each in field.metadata)
    }
    assert len(found) > 2
    assert found <= set(HOLDS), found - set(HOLDS)


def all_records(base):
    for each in base.__subclasses__():
        yield each
        yield from all_records(each)
