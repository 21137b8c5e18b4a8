"""Run inputs in a process of its own, watched from outside: it may hang, or die."""

import multiprocessing
import os
import resource
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.fuzz.tries import one_try

HANG_S = 25.0  # of processor time
WAIT_S = 180.0  # by the wall clock, for what waits without working
MEMORY = 6_000_000_000
TICK_S = 0.5


def work(
    corpus: Path, folder: Path, seed: int, *, first: int, until: float, told: Connection
) -> None:
    """Try inputs until the time is up, telling of each before and after."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ["XDG_DATA_HOME"] = str(folder.parent / "data")
    number = first
    while time.monotonic() < until:
        told.send((number, None))
        told.send((number, one_try(corpus, folder, seed, number)))
        number += 1
    told.send((number, "done"))


def processor_s(pid: int) -> float:
    """Return the seconds of processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def watched(corpus: Path, folder: Path, seed: int, *, first: int, until: float) -> dict:
    """Run inputs in processes of their own and return what was seen."""
    codes: Counter = Counter()
    faults: list[dict] = []
    number, done = first, False
    while not done and time.monotonic() < until:
        here, there = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(
            target=work,
            args=(corpus, folder, seed),
            kwargs={"first": number, "until": until, "told": there},
        )
        process.start()
        there.close()
        begun = None
        while True:
            try:
                if here.poll(TICK_S):
                    number, came = here.recv()
                    if came is None:
                        begun = (time.monotonic(), processor_s(process.pid))
                    elif came == "done":
                        done = True
                        break
                    else:
                        codes[came.code] += 1
                        begun = None
                        if came.fault:
                            faults.append(seen(number, came.fault, came))
                    continue
            except EOFError:
                process.join()
                faults.append(seen(number, "dead", f"exit code {process.exitcode}"))
                break
            if begun and process.is_alive():
                used = processor_s(process.pid) - begun[1]
                if used > HANG_S or time.monotonic() - begun[0] > WAIT_S:
                    process.kill()
                    faults.append(seen(number, "hang", f"{used:.0f} s of processor time"))
                    break
        process.join()
        number += 1
    return {"inputs": sum(codes.values()), "codes": dict(codes), "faults": faults}


def seen(number: int, kind: str, what: object) -> dict:
    """Return a fault as it is reported."""
    print(f"#{number} {kind}: {what}", file=sys.stderr, flush=True)
    return {"number": number, "kind": kind, "what": str(what)}
