import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from service.database import URL_VARIABLE
from tests.service import small_shop as s
from tests.ui.pages.app import PATIENCE_S
from tests.ui.parts import lamps
from tests.ui.parts.lamps import Colour, Lamp
from ui.words.catalogue import catalogue

MONDAY, TUESDAY = lamps.DAYS


def script():
    from tests.ui.parts import lamps  # noqa: PLC0415 - a script of its own
    from ui import guard, link  # noqa: PLC0415

    guard.show_notice()
    with guard.guarded():
        lamps.page()
        link.looked(0)


@pytest.fixture
def page(tmp_path, monkeypatch):
    database = s.database(tmp_path)
    monkeypatch.setenv(URL_VARIABLE, database.url)
    for key, word in lamps.WORDS.items():
        monkeypatch.setitem(catalogue("zh"), key, word)
    lamps.KEPT.clear()
    yield AppTest.from_function(script, default_timeout=PATIENCE_S)
    lamps.KEPT.clear()
    database.close()


def two_lamps():
    lamps.KEPT[1] = Lamp("kitchen", Colour.WARM, 40, MONDAY)
    lamps.KEPT[2] = Lamp("hall", Colour.COLD, 9, TUESDAY, is_off=True)


def enter(page, room="kitchen"):
    page.text_input(key="lamp.room").set_value(room)
    return next(part for part in page.button if part.form_id).click().run()


def tick(page, *rows):
    """Choose rows of the table, as a click on their boxes does."""
    chosen = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    page.session_state["lamp.list.all.0"] = chosen
    return page.run()


def rooms(page):
    return list(page.dataframe[0].value["Room"])


def test_empty_register_says_what_is_missing(page):
    page.run()
    assert not page.exception
    assert "No lamps" in page.get("html")[0].proto.body
    assert not page.dataframe


def test_entries_stand_under_their_words(page):
    two_lamps()
    page.run()
    table = page.dataframe[0].value
    assert list(table.columns) == ["Room", "Colour", "Watts", "Since", "Dim", "Off"]
    assert list(table.iloc[0]) == ["kitchen", "warm", 40, "11-2", None, "False"]


def test_list_is_sieved_and_searched(page):
    two_lamps()
    page.run()
    page.segmented_control(key="lamp.sieve").set_value("strong").run()
    assert rooms(page) == ["kitchen"]
    page.segmented_control(key="lamp.sieve").set_value("all").run()
    page.text_input(key="lamp.search").set_value("HALL cold").run()
    assert rooms(page) == ["hall"]
    for words in ("hall warm", "none"):  # a cell without anything names nothing
        page.text_input(key="lamp.search").set_value(words).run()
        assert not page.dataframe


def test_fields_follow_the_class_of_the_entry(page):
    page.run()
    assert page.text_input(key="lamp.room").placeholder == "such as: kitchen"
    assert page.selectbox(key="lamp.colour").options == ["Warm", "Cold"]
    watts = page.number_input(key="lamp.watts")
    assert (watts.min, watts.max, watts.value) == (1, 60, 10)
    assert page.radio(key="lamp.dim").options == ["Unknown", "Yes", "No"]


def test_what_is_filled_in_is_kept_and_said(page):
    page.run()
    page.selectbox(key="lamp.colour").set_value(Colour.COLD)
    page.number_input(key="lamp.watts").set_value(25)
    page.selectbox(key="lamp.since").set_value(TUESDAY)
    page.radio(key="lamp.dim").set_value("no")
    enter(page, "  hall ")
    assert not page.error
    (kept,) = lamps.KEPT.values()
    assert kept == Lamp("hall", Colour.COLD, 25, dt.date(2026, 11, 3), is_dim=False)
    assert page.success[0].value == "Lamp of hall entered."
    assert page.text_input(key="lamp.room").value == ""
    assert not page.run().success


def test_refused_entry_stays_in_the_fields(page):
    page.run()
    page.number_input(key="lamp.watts").set_value(25)
    enter(page, "   ")
    assert page.error
    assert not lamps.KEPT
    assert page.number_input(key="lamp.watts").value == 25


def test_what_was_done_is_undone(page):
    page.run()
    enter(page)
    page.button(key="done.undo").click().run()
    assert not page.error
    assert not lamps.KEPT
    assert page.success[0].value == "已撤销。"


def test_chosen_entries_are_acted_on_and_others_passed_over(page):
    two_lamps()
    page.run()
    assert page.button(key="lamp.switch").disabled
    tick(page, 0, 1)
    assert page.button(key="lamp.switch").label == "Switch off (1)"  # the hall's is off
    assert page.button(key="lamp.remove").label == "Remove (2)"
    page.button(key="lamp.switch").click().run()
    assert page.success[0].value == "1 switched off."
    assert lamps.KEPT[1].is_off


def test_ticks_do_not_move_to_what_a_search_finds(page):
    two_lamps()
    page.run()
    tick(page, 0)
    page.text_input(key="lamp.search").set_value("hall").run()
    assert rooms(page) == ["hall"]
    assert page.button(key="lamp.remove").disabled


def test_ticks_do_not_move_to_other_entries(page):
    two_lamps()
    page.run()
    tick(page, 0)
    page.button(key="lamp.remove").click().run()
    assert rooms(page) == ["hall"]
    assert page.button(key="lamp.remove").disabled
