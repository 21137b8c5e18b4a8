"""Tests that draw Chinese need a typeface that has it."""

import pytest
from PIL import ImageFont

from service.drawing.fonts import KNOWN


def _is_there(name):
    try:
        return bool(ImageFont.truetype(name, 8))
    except OSError:
        return False


needs_chinese = pytest.mark.skipif(
    not any(map(_is_there, KNOWN)), reason="no typeface with Chinese on this computer"
)
