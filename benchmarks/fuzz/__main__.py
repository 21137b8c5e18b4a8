"""
Throw damaged files and strange words at every command.

``python -m benchmarks.fuzz --seconds 600 --seed 1`` tries inputs for so long, in a process of its
own that is watched from outside, and ends with 1 where a traceback, a hang, a partial import or a
dead process was seen. An input is known by its seed and number: ``--only 4711`` tries that alone.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.fuzz.corpus import make_corpus
from benchmarks.fuzz.tries import good_tries, one_try
from benchmarks.fuzz.watch import watched


def main() -> None:
    """Read the words of the command line, run, and tell."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=float, default=30)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--first", type=int, default=0, help="number of the first input")
    words.add_argument("--only", type=int, help="try this one input and tell what came of it")
    words.add_argument("--no-good", action="store_true", help="try no undamaged input before")
    words.add_argument("--corpus", type=Path, help="folder of the good inputs, made where missing")
    words.add_argument("--json", type=Path, help="where to write what was seen")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as made:
        corpus, folder = asked.corpus or Path(made) / "corpus", Path(made) / "try"
        if not (corpus / "good.db").exists():
            make_corpus(corpus)
        if asked.only is not None:
            print(one_try(corpus, folder, asked.seed, asked.only))
            return
        if not asked.no_good:
            good = good_tries(corpus, folder)
            print("good inputs:", dict(Counter(good.values())), flush=True)
        until = time.monotonic() + asked.seconds
        report = watched(corpus, folder, asked.seed, first=asked.first, until=until)
    kinds = Counter(fault["kind"] for fault in report["faults"])
    print(f"seed {asked.seed}: {report['inputs']} inputs in {asked.seconds:g} s")
    print("endings", dict(sorted(report["codes"].items())), "· faults", dict(kinds))
    if asked.json:
        asked.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.exit(bool(report["faults"]))


if __name__ == "__main__":
    main()
