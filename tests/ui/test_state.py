from ui.state import spoken


def test_words_are_made_once_and_kept():
    lang = ["zh"]
    name = spoken([1, 2], lambda number: f"{lang[0]} {number}")
    lang[0] = "en"
    assert name(2) == "zh 2"


def test_options_with_the_same_words_are_told_apart():
    name = spoken(["a", "b", "c"], lambda shop: "小店" if shop != "b" else "大店")
    assert [name(shop) for shop in "abc"] == ["小店", "大店", "小店 #2"]
