"""Runs ``paiban`` in this process, as a shell would."""

import json
from dataclasses import dataclass

import pytest

from ui.cli import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def report(self):
        return json.loads(self.out)


@dataclass(frozen=True)
class Paiban:
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments, lang="en"):
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), "--lang", lang])
        captured = self.capsys.readouterr()
        return Ran(int(ended.value.code or 0), captured.out, captured.err)
