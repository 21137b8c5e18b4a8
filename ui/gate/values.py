"""Values that a browser says its fields hold, of the kind these fields have at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from streamlit.elements.widgets.time_widgets import DateInputSerde
from streamlit.runtime.state.session_state import Serialized, WStates

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.proto.WidgetStates_pb2 import WidgetState
    from streamlit.runtime.state.common import WidgetMetadata

NUMBERS = {"int_value": "double_value", "int_array_value": "double_array_value"}
"""What a field for whole numbers is registered as, by the kind that browsers send of it."""


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
        if _is_emptied(known, state.value):
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


def _is_emptied(known: WidgetMetadata[Any], told: WidgetState) -> bool:
    """Return whether a field of dates that begins with one is told to be empty: no page lets it."""
    read = known.deserializer
    is_of_dates = isinstance(getattr(read, "__self__", None), DateInputSerde)
    return is_of_dates and not told.string_array_value.data and bool(read(None))
