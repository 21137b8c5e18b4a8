"""The last guard of the command line: a number, the log, what was kept, an own ending."""

import json
import os
import re
import subprocess
import sys

import pytest

from service.kept import keep_file, noting_kept
from store.database import Database, open_database
from ui.surprise import LOG, troubles

LOOKED_UP = "ui.cli.week.folder.staff_week"


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "paiban"


def raising(error):
    def fails(*_args, **_kwargs):
        raise error

    return fails


def test_a_surprise_has_a_number_a_log_and_an_ending_of_its_own(paiban, monkeypatch, data):
    monkeypatch.setattr(LOOKED_UP, raising(RuntimeError("secret detail")))
    ran = paiban("staff", "week")
    assert ran.code == 70
    assert "Traceback" not in ran.err
    assert "secret detail" not in ran.err
    assert "Nothing was changed." in ran.err
    assert str(data / LOG) in ran.err
    number = re.search(r"number ([0-9a-f]{8})", ran.err)[1]
    book = (data / LOG).read_text(encoding="utf-8")
    assert f"error {number}" in book
    assert "RuntimeError: secret detail" in book
    assert (data / LOG).stat().st_mode & 0o077 == 0


def test_a_surprise_shows_no_traceback_in_a_process_of_its_own():
    code = (
        "import ui.cli.db as d; from ui.cli import main\n"
        "def fails(*a, **k): raise RuntimeError('secret')\n"
        "d.databases.check = fails\n"
        "main(['db', 'check', '--lang', 'en'])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (70, "")
    assert ran.stderr.startswith("Something unexpected happened (number ")
    assert ran.stderr.count("\n") == 1


def test_a_surprise_is_told_to_programs_too(paiban, monkeypatch):
    monkeypatch.setattr(LOOKED_UP, raising(RuntimeError("x")))
    ran = paiban("staff", "week", "--json", "-")
    assert (ran.report["status"], ran.report["faults"][0]["code"]) == ("unexpected", "unexpected")


def test_a_surprise_where_no_log_can_be_written_is_still_a_sentence(paiban, monkeypatch, tmp_path):
    (tmp_path / "data").write_text("a file where a folder should be")
    monkeypatch.setattr(LOOKED_UP, raising(RuntimeError("x")))
    ran = paiban("staff", "week", lang="zh")
    assert ran.code == 70
    assert "没有日志" in ran.err


def test_a_surprise_outside_of_any_command_is_guarded_too(paiban, monkeypatch):
    monkeypatch.setattr("ui.cli.program.program", raising(RuntimeError("x")))
    assert paiban("--help").code == 70


def test_too_little_memory_is_a_sentence(paiban, monkeypatch):
    monkeypatch.setattr(LOOKED_UP, raising(MemoryError()))
    ran = paiban("staff", "week")
    assert ran.code == 2
    assert ran.err.startswith("This needs more memory")


def test_a_full_disk_is_a_sentence_in_the_readers_language(paiban, monkeypatch):
    monkeypatch.setattr(LOOKED_UP, raising(OSError(28, "No space left on device", "/x/r.csv")))
    ran = paiban("staff", "week", lang="zh")
    assert (ran.code, "磁盘已满" in ran.err, "No space" in ran.err) == (2, True, False)


def test_ctrl_c_ends_with_a_sentence_and_no_promise_of_success(paiban, monkeypatch):
    monkeypatch.setattr(LOOKED_UP, raising(KeyboardInterrupt()))
    ran = paiban("staff", "week")
    assert (ran.code, ran.err) == (130, "Stopped by Ctrl+C. Nothing was changed.\n")


def test_a_reader_that_went_away_is_a_sentence(paiban, monkeypatch):
    monkeypatch.setattr(LOOKED_UP, raising(BrokenPipeError(32, "Broken pipe")))
    ran = paiban("staff", "week")
    assert (ran.code, ran.err[:40]) == (2, "Whatever was reading the output has ende")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("none/r.json", "There is no folder"),
        ("/", "is a folder; a file is to be written"),
        ("/dev/null/r.json", "There is no folder"),
    ],
)
@pytest.mark.parametrize("option", ["--json", "--out"])
def test_a_place_that_cannot_be_written_is_told_before_the_work(
    paiban, monkeypatch, option, target, said
):
    monkeypatch.setattr(LOOKED_UP, raising(AssertionError("the work was begun")))
    ran = paiban("staff", "week", option, target)
    assert (ran.code, said in ran.err) == (2, True)


@pytest.mark.parametrize("target", ["gone", "/dev/full"])  # a closed pipe, a full disk
def test_output_nobody_takes_is_a_sentence_and_says_what_was_kept(tmp_path, target):
    words = [sys.executable, "-m", "ui.cli", "agents", "--count", "3", "--out", "a.csv"]
    reader, writer = os.pipe()
    os.close(reader)
    taken = writer if target == "gone" else os.open(target, os.O_WRONLY)
    ran = subprocess.run(
        [*words, "--lang", "en"],
        stdout=taken,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert ran.returncode == 2
    assert ran.stderr.endswith("Already kept: a.csv.\n")
    assert ran.stderr.count("\n") == 1


def test_a_folder_that_is_a_file_is_told_before_the_work(paiban, tmp_path):
    (tmp_path / "taken").write_text("x")
    ran = paiban("export", "week", "2026-W49", "--out", tmp_path / "taken", "--db", tmp_path / "d")
    assert (ran.code, "a folder is to be written" in ran.err) == (2, True)
    assert not (tmp_path / "d").exists()


def test_a_json_file_that_fails_after_the_work_was_kept_says_so(paiban, monkeypatch, tmp_path):
    csv, out = tmp_path / "chats.csv", tmp_path / "volumes.csv"
    csv.write_text("start\n" + "".join(f"2026-11-{d:02d} 09:00:00\n" for d in range(1, 29)))
    monkeypatch.setattr("ui.cli.screen.keep_file", raising(OSError(28, "full", "r.json")))
    ran = paiban("import", "chats", csv, "--out", out, "--json", tmp_path / "r.json")
    assert ran.code == 2
    assert "the disk is full" in ran.err
    assert f"Already kept: {out}." in ran.err
    assert out.exists()


def test_words_that_are_no_text_are_refused(paiban):
    ran = paiban("verify", os.fsdecode(b"week\xff"), "roster.csv")
    assert (ran.code, "is no text in UTF-8" in ran.err) == (2, True)


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "r.csv"
    keep_file(path, b"before")

    def full(here, content):
        with here.open("wb") as file:
            file.write(content[:3])
        raise OSError(28, "No space left on device", str(here))

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with noting_kept() as kept, pytest.raises(OSError, match="No space") as failed:
        keep_file(path, b"the new one")
    assert failed.value.filename == str(path)
    assert (path.read_bytes(), kept) == (b"before", [])
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["r.csv"]


def test_a_transaction_that_held_is_kept_and_one_that_broke_is_not(tmp_path):
    database = open_database(str(tmp_path / "p.db"))
    assert isinstance(database, Database)
    with noting_kept() as kept:
        with pytest.raises(RuntimeError), database.write():
            raise RuntimeError
        assert kept == []
        with database.write():
            pass
        with database.write():
            pass
    database.close()
    assert kept == [str(tmp_path / "p.db")]
    (told,) = troubles(RuntimeError("x"), "en", kept)
    assert f"Already kept: {tmp_path / 'p.db'}." in told.sentence
    assert json.dumps(told.sentence).isascii()
