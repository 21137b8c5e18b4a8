"""Charts without their check against the grammar: what tests check is not checked per visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from altair.utils import schemapi

if TYPE_CHECKING:
    from collections.abc import Callable


def draw_unchecked() -> Callable[[], None]:
    """
    Let Altair draw charts of this process without checking them; return what undoes it.

    It checks the whole against the grammar of Vega-Lite whenever it is drawn, a quarter of what a
    page with charts costs the processor, while Streamlit lets one chart be drawn at a time. The
    check of parts has a switch (``ui.charts``), this one has none.
    """
    base: Any = schemapi.SchemaBase
    before = base.__dict__["validate"]
    base.validate = classmethod(lambda _cls, _instance, _schema=None: None)

    def check_again() -> None:
        base.validate = before

    return check_again
