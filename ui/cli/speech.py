"""Which language the command line speaks: ``--lang`` anywhere, else the locale's, else Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")
DEFAULT = "zh"


def locale_language(environment: Mapping[str, str]) -> str:
    """Return the language of the locale the environment names, Chinese where it names none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            language = value[:2].lower()
            return language if language in LANGUAGES else DEFAULT
    return DEFAULT


def take_language(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> tuple[str, list[str]]:
    """
    Return the language asked for and the arguments without ``--lang``.

    It may stand before or after the command. A language there is no catalogue for stays among the
    arguments, where the command line refuses it.
    """
    left = list(arguments)
    language = locale_language(environment)
    for place, word in enumerate(left):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name != "--lang":
            continue
        width = 1 if equals else 2
        value = value if equals else "".join(left[place + 1 : place + 2])
        if value in LANGUAGES:
            return value, left[:place] + left[place + width :]
    return language, left
