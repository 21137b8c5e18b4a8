import pytest

from ui.cli.speech import locale_language, take_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),  # no language: the shop's own
        ({"LANG": "de_DE.UTF-8"}, "zh"),  # no catalogue
        ({}, "zh"),
    ],
)
def test_the_locale_decides_where_nobody_asks(environment, language):
    assert locale_language(environment) == language


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "en", "verify", "week"],
        ["verify", "--lang=en", "week"],
        ["verify", "week", "--lang", "en"],
    ],
)
def test_the_language_may_stand_anywhere(arguments):
    assert take_language(arguments, {}) == ("en", ["verify", "week"])


def test_a_language_without_catalogue_is_left_to_be_refused():
    assert take_language(["--lang", "fr", "verify"], {}) == ("zh", ["--lang", "fr", "verify"])


def test_what_follows_a_double_dash_is_no_option():
    assert take_language(["verify", "--", "--lang", "en"], {})[0] == "zh"
