from dataclasses import asdict, fields

import pytest

from scheduler.errors import InputError
from scheduler.limits import VARIABLE, Limits, limits, limits_of, require_within
from ui.words.catalogue import LANGUAGES, has
from ui.words.sentences import fault_sentence


def test_every_limit_is_a_whole_number_above_nothing():
    assert all(isinstance(value, int) and value > 0 for value in asdict(Limits()).values())


def test_every_limit_on_an_amount_has_its_sentence():
    names = [field.name for field in fields(Limits) if not field.name.endswith("_year")]
    assert not [name for name in names for lang in LANGUAGES if not has(f"fault.over_{name}", lang)]
    assert has("fault.year_outside", "zh")


def test_the_value_at_a_limit_is_allowed_and_the_next_is_not():
    most = limits().people
    require_within("people", most)
    with pytest.raises(InputError) as refused:
        require_within("people", most + 1, file="agents.csv")
    (fault,) = refused.value.faults
    assert (fault.code, fault.file, fault.value) == ("over_people", "agents.csv", f"{most + 1:,}")


def test_the_sentence_names_value_limit_and_setting(monkeypatch):
    monkeypatch.setenv(VARIABLE, "people=7")
    with pytest.raises(InputError) as refused:
        require_within("people", 9)
    sentence = fault_sentence(refused.value.faults[0], "en")
    assert sentence.startswith("9 people are more than the limit of 7.")
    assert "PAIBAN_LIMITS=people=" in sentence


def test_the_environment_raises_a_limit(monkeypatch):
    monkeypatch.setenv(VARIABLE, "people=900000, rows = 3")
    assert (limits().people, limits().rows) == (900_000, 3)
    require_within("people", 900_000)


@pytest.mark.parametrize(
    "text",
    [
        "people",  # no number
        "people=0",  # nothing could be read
        "people=-3",  # below nothing
        "people=1.5",  # no whole number
        "folk=5",  # no such limit
        "people=" + "9" * 30,  # more than any machine counts
    ],
)
def test_a_setting_that_is_no_limit_is_refused(text):
    with pytest.raises(InputError) as refused:
        limits_of(text + ",rows=5")
    assert [fault.code for fault in refused.value.faults] == ["limit_unreadable"]


def test_all_unreadable_settings_are_told_at_once():
    with pytest.raises(InputError) as refused:
        limits_of("a=1,rows=5,b=2")
    assert [fault.value for fault in refused.value.faults] == ["a=1", "b=2"]
