"""Charts without their check against the grammar: what tests check is not checked per visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from altair.utils import schemapi

if TYPE_CHECKING:
    from collections.abc import Callable


def draw_unchecked() -> Callable[[], None]:
    """
    Let Altair draw charts of this process without checking each part; return what undoes it.

    It checks every part when it is made, and the whole when it is drawn, against the grammar of
    Vega-Lite: a quarter to two fifths of what a page with charts costs the processor, while
    Streamlit lets one chart be drawn at a time. The second check has no switch.
    """
    base: Any = schemapi.SchemaBase
    before, had_debug = base.__dict__["validate"], schemapi.DEBUG_MODE
    base.validate = classmethod(lambda _cls, _instance, _schema=None: None)
    schemapi.disable_debug_mode()

    def check_again() -> None:
        base.validate = before
        if had_debug:
            schemapi.enable_debug_mode()

    return check_again
