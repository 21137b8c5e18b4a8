import re
from decimal import Decimal

from kpi.scheme.line import Band, Line, Scoring
from ui.parts.hr.scale_line import scale_line
from ui.parts.hr.sketching import band_of, plain, read, written

D = Decimal


def line(*bands):
    return Line("reply_rate", D(100), Scoring.BANDS, tuple(Band(*band) for band in bands))


def test_bands_that_join_are_drawn_without_a_mark():
    markup = scale_line(line((None, D("0.9"), D(50)), (D("0.9"), None, D(100))), "en")
    assert markup.count('class="part"') == 2
    assert "wrong" not in markup
    assert "90 %" in markup


def test_gap_is_marked_between_its_edges():
    markup = scale_line(line((None, D("0.8"), D(50)), (D("0.9"), None, D(100))), "en")
    (box,) = re.findall(r'class="wrong" style="left:([\d.]+)%;width:([\d.]+)%', markup)
    # pad: a tenth of 0.9; from 0.71 to 0.99: the gap begins at 0.09 / 0.28, is 0.1 / 0.28 wide
    assert [round(float(each), 1) for each in box] == [32.1, 35.7]
    assert "gap" in markup


def test_overlap_is_marked():
    markup = scale_line(line((None, D("0.9"), D(50)), (D("0.8"), None, D(100))), "zh")
    assert markup.count("wrong") == 1
    assert "重叠" in markup


def test_line_without_bands_has_no_picture():
    assert scale_line(line(), "zh") == ""


def test_share_is_written_as_percent_and_read_back():
    assert written(D("0.945"), "reply_rate") == 94.5
    assert read(94.5, "reply_rate") == D("0.945")
    assert read(30.0, "first_reply") == D(30)
    assert read(float("nan"), "reply_rate") is None


def test_decimal_is_kept_short_without_an_exponent():
    assert [str(plain(D(text))) for text in ("100", "0.50", "1E+2")] == ["100", "0.5", "100"]


def test_row_without_points_is_no_band_yet():
    assert (
        band_of({"low": 90.0, "high": None, "points": None, "points_to": None}, "first_reply")
        is None
    )
