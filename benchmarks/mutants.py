"""
How many changes of rules, pay, scores and readers the tests notice.

``python -m benchmarks.mutants`` makes each change of ``mutants.toml`` in a copy of the checkout and
runs the tests that are to notice it; ``--only kpi/pay`` takes those whose file begins so. A place
that is gone, or tests that fail before any change, end the run at once. POSIX only.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHANGES = Path(__file__).with_suffix(".toml")
FAILED = 1  # pytest's code where tests failed; others say that they could not be run
TOLD = 3000


@dataclass(frozen=True, slots=True)
class Mutant:
    """
    One change, and who is to notice it.

    Parameters
    ----------
    file, function
        Where; a method with its class.
    was, becomes
        A text that stands in the function once, and what is put in its place.
    tests
        What pytest is asked to run.
    """

    file: str
    function: str
    was: str
    becomes: str
    tests: tuple[str, ...]

    def changed(self, source: str) -> str:
        """
        Return the file's text with the change.

        Raises
        ------
        ValueError
            When the function is gone, or does not hold the text exactly once.
        """
        lines = source.splitlines(keepends=True)
        first, last = _span(ast.parse(source), self.function.split("."))
        body = "".join(lines[first:last])
        if body.count(self.was) != 1:
            raise ValueError(f"{self.file}, {self.function}: not once {self.was!r}")
        return "".join([*lines[:first], body.replace(self.was, self.becomes), *lines[last:]])


def _span(tree: ast.AST, path: list[str]) -> tuple[int, int]:
    """Return the first line of a definition, from 0, and the one after its last."""
    node = tree
    for name in path:
        parts = ast.iter_child_nodes(node)
        node = next((one for one in parts if getattr(one, "name", None) == name), None)
        if node is None:
            raise ValueError(f"no definition {'.'.join(path)}")
    return node.lineno - 1, node.end_lineno


def mutants(path: Path = CHANGES) -> tuple[Mutant, ...]:
    """Return the changes of a file, in its order."""
    told = tomllib.loads(path.read_text("utf-8"))
    return tuple(
        Mutant(file, *change, tests=tuple(each["tests"]))
        for file, each in told.items()
        for change in each["changes"]
    )


def asked(folder: Path, tests: tuple[str, ...]) -> tuple[int, float, str]:
    """Run tests in a checkout; return pytest's code, seconds of processor, and what it wrote."""
    command = [sys.executable, "-m", "pytest", "-qx", "-n0", "-pno:cacheprovider", *tests]
    kept = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen(command, cwd=folder, env=kept, stdout=told, stderr=told)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        return child.returncode, used.ru_utime + used.ru_stime, told.read().decode()


def is_killed(mutant: Mutant, folder: Path) -> tuple[bool, float]:
    """
    Return whether the tests notice a change, and the seconds of processor they took.

    Raises
    ------
    RuntimeError
        When they could not be run, which says nothing of the change.
    """
    path = folder / mutant.file
    before = path.read_text("utf-8")
    path.write_text(mutant.changed(before), "utf-8")
    try:
        code, seconds, told = asked(folder, mutant.tests)
    finally:
        path.write_text(before, "utf-8")
    if code not in (0, FAILED):
        raise RuntimeError(f"{mutant.file}, {mutant.function}: pytest {code}\n{told[-TOLD:]}")
    return code == FAILED, seconds


def copied(folder: Path) -> Path:
    """Copy what git knows of the checkout into a folder, as it stands now."""
    known = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, known.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="beginning of the files to change")
    chosen = [one for one in mutants() if one.file.startswith(parser.parse_args().only)]
    with tempfile.TemporaryDirectory() as made:
        folder = copied(Path(made))
        for one in chosen:
            one.changed((folder / one.file).read_text("utf-8"))
        code, spent, told = asked(folder, tuple(sorted({t for one in chosen for t in one.tests})))
        if code:
            raise RuntimeError(f"the tests fail before any change\n{told[-TOLD:]}")
        killed = 0
        for one in chosen:
            is_dead, seconds = is_killed(one, folder)
            killed, spent = killed + is_dead, spent + seconds
            said = f"{one.file} {one.function}: {one.was!r} -> {one.becomes!r}"
            print(f"{'killed' if is_dead else 'SURVIVED':8} {seconds:5.1f} s  {said}", flush=True)
    print(f"{killed} of {len(chosen)} killed, {spent:.0f} s of processor")
    return 0


if __name__ == "__main__":
    sys.exit(main())
