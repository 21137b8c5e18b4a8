"""One input: a command, what is damaged before it, and whether what came of it may come."""

import contextlib
import hashlib
import io
import os
import shlex
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.fuzz.commands import SLOW, USUAL, spoilt_words
from benchmarks.fuzz.damage import damaged
from ui.cli import main

ENDINGS = {0, 1, 2, 3}
REFUSED = 2
SHARE_OF_WORDS = 0.3  # of the inputs spoil words instead of files
SHARE_OF_SLOW = 0.15


@dataclass(frozen=True, slots=True)
class Try:
    """
    What is tried, and what came of it.

    Parameters
    ----------
    words
        Of the command.
    damage
        Which file was damaged and how; empty: none.
    code
        The ending.
    fault
        What must not be: ``traceback``, ``ending``, ``partial``; empty: all is well.
    said
        What standard error held.
    """

    words: tuple[str, ...]
    damage: str
    code: int
    fault: str
    said: str


def one_try(corpus: Path, folder: Path, seed: int, number: int, *, slow: bool = True) -> Try:
    """
    Return what came of the input of that seed and number.

    Parameters
    ----------
    corpus
        The good inputs.
    folder
        Where it is tried; made anew.
    seed, number
        Which input.
    slow
        Whether commands that solve or simulate are among those tried.
    """
    chance = Random(f"{seed}/{number}")
    pick_slow = chance.random() < SHARE_OF_SLOW and slow
    usual = [text for text in USUAL if (text.split()[0] in SLOW) is pick_slow]
    words = shlex.split(chance.choice(usual))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    needed = _lay_out(corpus, folder, words)
    damage = ""
    if chance.random() < SHARE_OF_WORDS or not needed:
        words = spoilt_words(words, chance)
    else:
        path = chance.choice(needed)
        damage = f"{path.relative_to(folder)}:{damaged(path, chance)}"
    before = _digest(folder / "d.db")
    code, said = _run(words, folder)
    fault = "" if code in ENDINGS else "ending"
    if code == 70 or "Traceback" in said:
        fault = "traceback"
    elif code == REFUSED and _is_partial(folder, words, before, said):
        fault = "partial"
    return Try(tuple(words), damage, code, fault, said)


def good_tries(corpus: Path, folder: Path, texts: Sequence[str] = USUAL) -> dict[str, int]:
    """Run every usual command on good files (which also compiles the engine); endings by text."""
    found = {}
    for text in texts:
        words = shlex.split(text)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _lay_out(corpus, folder, words)
        found[text] = _run(words, folder)[0]
    return found


def _lay_out(corpus: Path, folder: Path, words: list[str]) -> list[Path]:
    """Copy the files a command names, and return those that can be damaged."""
    needed = []
    beside = ["rules.toml", "posts.toml"] if "week.xlsx" in words else []
    for word in [*words, *beside]:
        source = corpus / ("good.db" if word == "d.db" else word)
        if word == ".." or "/" in word or not source.exists():
            continue
        if source.is_dir():
            shutil.copytree(source, folder / word, dirs_exist_ok=True)
            needed += sorted((folder / word).iterdir())
        else:
            shutil.copy(source, folder / word)
            needed += [folder / word] * (word != "d.db")
    return needed


def _run(words: list[str], folder: Path) -> tuple[int, str]:
    """Run a command in a folder and return its ending and what it said of faults."""
    out, err = io.StringIO(), io.StringIO()
    here = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main([*words, "--lang", "en"])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        return code, err.getvalue()
    except BaseException as error:
        return -1, f"Traceback {type(error).__name__}: {error}"
    finally:
        os.chdir(here)
    return 0, err.getvalue()


def _digest(path: Path) -> str:
    """Return a digest of all rows of a database; empty where there is none."""
    if not path.is_file():
        return ""
    found = hashlib.sha256()
    with contextlib.closing(sqlite3.connect(path)) as database:
        for line in database.iterdump():
            found.update(line.encode("utf-8", "replace"))
    return found.hexdigest()


def _is_partial(folder: Path, words: list[str], before: str, said: str) -> bool:
    """Return whether a refused command left something behind without saying so."""
    if "Already kept" in said:
        return False
    out = words[words.index("--out") + 1] if "--out" in words[:-1] else ""
    left = folder / out if out in {"o", "o.csv", "o.xlsx", "o.zip"} else None
    if left is not None and left.exists():
        return True
    return bool(before) and _digest(folder / "d.db") != before
