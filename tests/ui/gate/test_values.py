"""Values that no field of ours can hold count as none; those it can hold are read as before."""

import datetime as dt

import pytest
from streamlit.elements.widgets.multiselect import MultiSelectSerde
from streamlit.elements.widgets.radio import RadioSerde
from streamlit.elements.widgets.selectbox import SelectboxSerde
from streamlit.elements.widgets.time_widgets import DateInputSerde, _DateInputValues
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import WStates

from ui.gate.values import ignore_impossible


@pytest.fixture(autouse=True)
def _ignored():
    read_all = ignore_impossible()
    yield
    read_all()


def read_word(told):
    return "none" if told is None else dt.date.fromisoformat(told).strftime("%d.%m.")


def held(kind, read=read_word, **value):
    """Return the states of one field of a kind, of which a browser said something."""
    states = WStates()
    states.set_widget_metadata(
        WidgetMetadata("one", deserializer=read, serializer=str, value_type=kind)
    )
    states.set_widget_from_proto(WidgetState(id="one", **value))
    return states


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string_value", {"int_value": 5}),
        ("int_value", {"string_value": "2026-11-30"}),
        ("string_value", {"string_value": "no date"}),
        ("string_value", {"json_value": '{"a": 1}'}),
    ],
)
def test_what_no_browser_says_counts_as_none(kind, value):
    states = held(kind, **value)
    assert states.get("one") is None
    with pytest.raises(KeyError):
        states["one"]


@pytest.mark.parametrize(
    ("value", "read"), [({"string_value": "2026-11-30"}, "30.11."), ({}, "none")]
)
def test_what_a_browser_says_is_read_and_stays(value, read):
    states = held("string_value", **value)
    assert [states["one"], states["one"]] == [read, read]


def test_a_field_for_numbers_takes_whole_ones_as_browsers_send_them():
    states = held("double_value", read=lambda told: told, int_value=5)
    assert [states["one"], states["one"]] == [5, 5]
    states.set_widget_from_proto(WidgetState(id="one", double_value=2.5))
    assert states["one"] == 2.5


DAY = dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("begins_with", "is_range", "read"),
    [((DAY,), False, KeyError), ((DAY, DAY), True, KeyError), ((), False, None), ((), True, ())],
)
def test_a_field_of_dates_that_begins_with_one_is_never_empty(begins_with, is_range, read):
    own = DateInputSerde(_DateInputValues(begins_with, is_range, min=dt.date.min, max=dt.date.max))
    states = held("string_array_value", own.deserialize, string_array_value=StringArray(data=[]))
    if read is KeyError:
        with pytest.raises(KeyError):
            states["one"]
    else:
        assert [states["one"], states["one"]] == [read, read]


FORMATTED = {
    "formatted_options": ["Mon", "Tue"],
    "formatted_option_to_option_index": {"Mon": 0, "Tue": 1},
}
DATES = [DAY, DAY + dt.timedelta(days=1)]


@pytest.mark.parametrize("kind", [SelectboxSerde, RadioSerde])
@pytest.mark.parametrize(
    ("options", "said", "read"),
    [
        (DATES, "Tue", DATES[1]),
        (DATES, "x", KeyError),
        (DATES, "", KeyError),
        (["a", "b"], "x", "x"),
    ],
)
def test_of_choices_that_are_no_words_only_those_on_offer_are_taken(kind, options, said, read):
    own = kind(options, default_option_index=0, **FORMATTED)
    states = held("string_value", own.deserialize, string_value=said)
    if read is KeyError:
        with pytest.raises(KeyError):
            states["one"]
    else:
        assert [states["one"], states["one"]] == [read, read]


@pytest.mark.parametrize(
    ("said", "read"), [(["Tue"], [DATES[1]]), ([], []), (["Mon", "x"], KeyError)]
)
def test_of_several_choices_all_are_on_offer(said, read):
    own = MultiSelectSerde(DATES, **FORMATTED)
    states = held("string_array_value", own.deserialize, string_array_value=StringArray(data=said))
    if read is KeyError:
        with pytest.raises(KeyError):
            states["one"]
    else:
        assert states["one"] == read


def test_undone_the_framework_reads_as_before():
    before = WStates.__getitem__
    read_all = ignore_impossible()
    assert WStates.__getitem__ is not before
    read_all()
    assert WStates.__getitem__ is before
