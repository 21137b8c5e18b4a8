"""Values that a browser says its fields hold, of the kind these fields have at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from streamlit.elements.widgets.multiselect import MultiSelectSerde
from streamlit.elements.widgets.radio import RadioSerde
from streamlit.elements.widgets.selectbox import SelectboxSerde
from streamlit.elements.widgets.time_widgets import DateInputSerde
from streamlit.runtime.state.session_state import Serialized, WStates

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.proto.WidgetStates_pb2 import WidgetState
    from streamlit.runtime.state.common import WidgetMetadata

NUMBERS = {"int_value": "double_value", "int_array_value": "double_array_value"}
"""What a field for whole numbers is registered as, by the kind that browsers send of it."""

CHOICES = SelectboxSerde | RadioSerde | MultiSelectSerde
"""Readers of fields that hand on what is not on offer as the words a browser sent."""


def ignore_impossible() -> Callable[[], None]:
    """
    Let a value that its field cannot hold count as none; return what undoes it.

    Streamlit reads what a browser sends as its field's own kind, and ends in whatever comes of it:
    a number in place of a word, words that are no date. No page of ours sends any such; the
    framework already takes values of fields it does not know for none.
    """
    read = WStates.__getitem__

    def read_possible(self: WStates, key: str) -> Any:  # noqa: ANN401 - as the framework says it
        state, known = self.states.get(key), self.widget_metadata.get(key)
        if not isinstance(state, Serialized) or known is None:
            return read(self, key)
        kind, own = state.value.WhichOneof("value"), known.value_type
        if kind and own and NUMBERS.get(kind, kind) != NUMBERS.get(own, own):
            raise KeyError(key)
        if kind and not _can_hold(known, state.value):
            raise KeyError(key)
        try:
            return read(self, key)
        except Exception as error:  # of any kind: each field's reading is its own
            raise KeyError(key) from error

    states: Any = WStates
    states.__getitem__ = read_possible

    def read_all() -> None:
        states.__getitem__ = read

    return read_all


def _can_hold(known: WidgetMetadata[Any], told: WidgetState) -> bool:
    """
    Return whether a field lets people say what a browser says of it.

    A field of dates that begins with one is never empty; of choices that are more than words only
    those on offer can be taken, while words may be new ones.
    """
    own = getattr(known.deserializer, "__self__", None)
    if isinstance(own, DateInputSerde):
        return bool(told.string_array_value.data) or not own.deserialize(None)
    if isinstance(own, CHOICES):
        said = (
            [told.string_value]
            if known.value_type == "string_value"
            else told.string_array_value.data
        )
        may_be_new = all(type(one) is str for one in own.options)
        return may_be_new or all(one in own.formatted_options for one in said)
    return True
