import tomllib
from pathlib import Path

from ui.look import OPTIONS, PALETTE, post_colours

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def test_both_ways_to_start_the_app_have_the_same_settings():
    with CONFIG.open("rb") as file:
        tables = tomllib.load(file)
    said = {
        f"{table}.{name}": value for table, rows in tables.items() for name, value in rows.items()
    }
    assert said == dict(OPTIONS)


def test_post_keeps_its_colour_when_others_are_added_after_it():
    assert post_colours(["a", "b"])["a"] == post_colours(["a", "b", "c"])["a"]


def test_posts_have_different_colours():
    assert len({colour.strong for colour in PALETTE}) == len(PALETTE)


def test_dark_text_can_be_read_on_every_soft_colour():
    assert all(contrast("#1f2933", colour.soft) >= 7 for colour in PALETTE)
