"""Whatever stands in the files: a week, or faults that can be told; never another error."""

import random
import re

import pytest

from scheduler.errors import InputError
from store.files.week import read_week, write_week
from tests.store.files.small_week import FILES, put
from tests.store.files.test_week import full_week
from ui.words.sentences import fault_sentence

JUNK = ("", "x", "-1", "0", "1e400", "nan", "true", "[]", "{}", '"', "'", "=", "[", "]]", ",", "|")
JUNK += ("\n", "\t", "\0", "，", "2026-11-30", "2026-99-99T99:99", "25:61-aa", "9" * 30, "[[seal]]")
PIECE = re.compile(r"[^\s,=|/]+|[,=|/]")
TRIES = 200


def spoilt(text, chance):
    """Return a text with one to three of its pieces replaced, doubled or cut off."""
    for _ in range(chance.randint(1, 3)):
        pieces = list(PIECE.finditer(text))
        if not pieces:
            return text
        piece = chance.choice(pieces)
        put_in = chance.choice((*JUNK, piece.group() * 2))
        text = text[: piece.start()] + put_in + text[piece.end() :]
        if chance.random() < 0.1:
            text = text[: chance.randrange(len(text) + 1)]
    return text


def test_spoilt_files_give_a_week_or_faults_that_can_be_told(tmp_path):
    write_week(full_week(), tmp_path / "full")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "full").iterdir()}
    refused = 0
    for seed in range(TRIES):
        chance = random.Random(seed)
        name = chance.choice(sorted(texts))
        path = tmp_path / "full" / name
        path.write_text(spoilt(texts[name], chance), encoding="utf-8")
        try:
            read_week(tmp_path / "full")
        except InputError as error:
            refused += 1
            for fault in error.faults:
                assert fault.file
                assert fault_sentence(fault, "zh")
                assert fault_sentence(fault, "en")
        path.write_text(texts[name], encoding="utf-8")
    assert refused > TRIES / 4


@pytest.mark.parametrize("name", FILES)
def test_bytes_of_chance_give_faults(name, tmp_path):
    put(tmp_path)
    for seed in range(20):
        (tmp_path / name).write_bytes(random.Random(seed).randbytes(3000))
        with pytest.raises(InputError):
            read_week(tmp_path)
