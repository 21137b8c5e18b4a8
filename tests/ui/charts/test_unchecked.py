import altair as alt
import pytest
from altair.utils.schemapi import SchemaValidationError

from ui.charts.unchecked import draw_unchecked


def drawn(opacity=0.5):
    rows = alt.Data(values=[{"a": 1, "b": 2}])
    return alt.Chart(rows).mark_bar(opacity=opacity).encode(x=alt.X("a:Q"), y="b:Q").to_dict()


def test_what_is_drawn_unchecked_is_the_same():
    checked = drawn()
    with pytest.raises(SchemaValidationError):
        drawn("half")
    check_again = draw_unchecked()
    try:
        assert drawn() == checked
        assert drawn("half")["mark"]["opacity"] == "half"
    finally:
        check_again()
    with pytest.raises(SchemaValidationError):
        drawn("half")
