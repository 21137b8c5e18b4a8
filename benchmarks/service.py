"""
Whether the service holds: kills, writers, load, stolen cookies, tampering, knocks, troubles.

``python -m benchmarks.service`` runs every part on both kinds of database, one after the other, and
prints each part's command and table; it ends with 1 where one did. ``--parts kills writers`` runs
some, ``--on postgresql`` those of one kind, ``--share 0.1`` a tenth of the counts and seconds.
Everything listens on this computer only. On two cores that do nothing else all of it takes some
four hours, of which the fuzz is two halves and the load forty minutes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks.places import KINDS


@dataclass(frozen=True)
class Part:
    """
    A part: its module, what is counted, and what else it is told.

    Parameters
    ----------
    option, count
        Of what is counted, and how many in full.
    more
        Further words.
    kinds
        On which databases; empty: it has none to choose.
    """

    module: str
    option: str
    count: int
    more: tuple[str, ...] = ()
    kinds: tuple[str, ...] = KINDS


PARTS: dict[str, tuple[Part, ...]] = {
    "kills": (
        Part("kills", "--kills", 200, ("--solves", "0")),
        Part("kills", "--kills", 200, ("--backends",), ("postgresql",)),
        Part("kills", "--kills", 1, ("--solves", "0", "--restores", "20"), ("sqlite",)),
    ),
    "workers": (Part("worker_kills", "--kills", 200),),
    "app": (Part("app_kills", "--kills", 200),),
    "writers": (Part("writers", "--seconds", 60, ("--writers", "20")),),
    "load": (
        Part("load", "--seconds", 600, ("--people", "50")),
        Part("load", "--seconds", 600, ("--people", "50", "--solve")),
    ),
    "stolen": (Part("stolen", "--count", 20),),
    "tampering": (Part("tampering", "--count", 100, kinds=()),),
    "troubles": (Part("troubles", "--away", 30),),
    "fuzz": (
        Part("knocks", "--seconds", 1800, kinds=("sqlite",)),
        Part("fuzz", "--seconds", 1800, kinds=()),
    ),
}


def commands(parts: list[str], kinds: list[str], share: float) -> list[list[str]]:
    """Return the words of every run that is asked for."""
    found = []
    for name in parts:
        for part in PARTS[name]:
            count = str(max(1, round(part.count * share)))
            words = ["-m", f"benchmarks.{part.module}", part.option, count, *part.more]
            on = [kind for kind in part.kinds if kind in kinds]
            found += [[*words, "--on", kind] for kind in on] if part.kinds else [words]
    return found


def main() -> None:
    """Run what is asked for; end with 1 where a part did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="*", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--on", nargs="*", choices=KINDS, default=list(KINDS))
    parser.add_argument("--share", type=float, default=1.0)
    asked = parser.parse_args()
    bad = []
    for words in commands(asked.parts, asked.on, asked.share):
        told = f"python {' '.join(words)}"
        print(f"\n`{told}`\n", flush=True)
        began = time.monotonic()
        code = subprocess.run([sys.executable, *words], check=False).returncode
        print(f"\n{time.monotonic() - began:.0f} s, ended with {code}", flush=True)
        if code:
            bad.append(told)
    print(f"\n{len(bad)} amiss: {bad}" if bad else "\nnothing amiss")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
