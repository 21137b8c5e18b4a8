import tomllib
from pathlib import Path

from ui import look
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


def test_post_keeps_its_colour_in_any_order_and_with_other_usual_posts():
    posts = ["aftersales", "presales", "insales"]
    assert post_colours(posts) == post_colours(posts[::-1])
    assert post_colours(["presales"])["presales"] == post_colours(posts)["presales"]


def test_posts_of_a_shop_have_colours_of_their_own_while_there_are_enough():
    posts = ["presales", "aftersales", *(f"岗位{number}" for number in range(4))]
    assert len({colour.strong for colour in post_colours(posts).values()}) == 6
    assert len(post_colours([*posts, "又一个"])) == 7


def test_a_part_of_a_shops_posts_has_the_colours_of_the_whole(monkeypatch):
    posts = ("甲", "乙", "丙", "丁", "戊")
    monkeypatch.setattr(look, "shop_posts", lambda: posts)
    whole = post_colours(posts)
    assert all(post_colours([post]) == {post: whole[post]} for post in posts)


def test_posts_have_different_colours():
    assert len({colour.strong for colour in PALETTE}) == len(PALETTE)


def test_dark_text_can_be_read_on_every_soft_colour():
    assert all(contrast("#1f2933", colour.soft) >= 7 for colour in PALETTE)
