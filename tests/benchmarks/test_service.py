import argparse
import importlib
import sys

import pytest

from benchmarks.places import KINDS
from benchmarks.service import PARTS, commands


@pytest.mark.parametrize("words", commands(list(PARTS), list(KINDS), 0.1), ids=" ".join)
def test_every_part_takes_the_words_it_is_told(words, monkeypatch):
    class TakenError(Exception):
        """The words are understood."""

    taken = argparse.ArgumentParser.parse_args

    def parse(self, *given, **named):
        taken(self, *given, **named)
        raise TakenError

    module = importlib.import_module(
        words[1] if words[1] != "benchmarks.fuzz" else f"{words[1]}.__main__"
    )
    monkeypatch.setattr(sys, "argv", words[1:])
    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse)
    with pytest.raises(TakenError):
        module.main()
