"""Where compiled kernels are kept, and that nothing stale is ever run."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler import compiled
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import PREPARING, solve
from tests.builders import agent, problem

TELL = "from scheduler import compiled; print(compiled.FOLDER, compiled.KEPT['cache'])"


def told(package, **env):
    """Return what a process says that finds the package in a folder, and is told of no other."""
    others = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    run = subprocess.run(
        [sys.executable, "-P", "-c", TELL],
        env={**others, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1", **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


@pytest.fixture
def installed(tmp_path):
    """Return a folder with a copy of the package, as an installation holds it."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(compiled.PACKAGE, tmp_path / "site" / "scheduler", ignore=ignore)
    return tmp_path / "site"


def test_compiled_code_is_kept_in_the_package_where_it_can_be_written(installed):
    folder, _ = told(installed)
    assert Path(folder).parent == installed / "scheduler" / "__pycache__"


def test_a_package_that_cannot_be_written_keeps_it_in_the_data_folder(installed, tmp_path):
    (installed / "scheduler" / "__pycache__").write_text("no folder can be made here")
    folder, is_kept = told(installed, XDG_DATA_HOME=str(tmp_path / "data"))
    assert Path(folder).parent == tmp_path / "data" / "paiban"
    assert is_kept == "True"


def test_a_folder_that_is_named_is_taken(installed, tmp_path):
    folder, _ = told(installed, NUMBA_CACHE_DIR=str(tmp_path / "mine"))
    assert Path(folder).parent == tmp_path / "mine"


def test_without_any_folder_kernels_are_compiled_and_not_kept(installed, tmp_path):
    (installed / "scheduler" / "__pycache__").write_text("no folder can be made here")
    (tmp_path / "full").write_text("nor here")
    assert told(installed, XDG_DATA_HOME=str(tmp_path / "full")) == ["None", "False"]


def test_another_text_of_any_kernel_or_bounds_checks_have_a_folder_of_their_own(installed):
    before = told(installed)
    kernel = installed / "scheduler" / "solve" / "days_kernel.py"
    kernel.write_text(kernel.read_text() + "\nMORE = 1\n")
    after = told(installed)
    assert len({*before, *after, *told(installed, NUMBA_BOUNDSCHECK="1")}) == 4  # and "True"


def test_kernels_are_made_of_nothing_that_is_not_looked_at():
    texts = compiled._texts()
    root = compiled.PACKAGE.parent
    known = {".".join(path.relative_to(root).with_suffix("").parts) for path in texts}
    for path in texts:
        if path.name == "compiled.py":
            continue  # says where, not what
        read = {
            node.module
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scheduler")
        }
        assert read <= known, path
    users = {
        path
        for path in compiled.PACKAGE.rglob("*.py")
        if "scheduler.compiled import" in path.read_text() and "@" in path.read_text()
    }
    kernels = {
        path for path in users if {"@inner", "@outer", "@plain"} & set(path.read_text().split())
    }
    assert kernels
    assert kernels <= set(texts)


def test_a_part_is_prepared_once_it_was_compiled_here(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled, "FOLDER", tmp_path)
    assert not compiled.is_prepared(compiled.Part.SIMULATION)
    compiled.note_prepared(compiled.Part.SIMULATION)
    assert compiled.is_prepared(compiled.Part.SIMULATION)
    assert not compiled.is_prepared(compiled.Part.ENGINE)


def test_a_solve_says_that_it_compiles_before_its_seconds_count(tmp_path, monkeypatch):
    heard = []
    monkeypatch.setattr(compiled, "FOLDER", tmp_path)
    question = problem(agents=[agent("A1")], need=1.0)
    params = SolveParams(time_limit_s=None, work_limit=1, workers=1)
    solve(question, params, listener=heard.append)
    assert (heard[0].phase, heard[0].seconds) == (PREPARING, 0.0)
    (tmp_path / compiled.Part.ENGINE.value).touch()
    heard.clear()
    solve(question, params, listener=heard.append)
    assert PREPARING not in {moment.phase for moment in heard}
