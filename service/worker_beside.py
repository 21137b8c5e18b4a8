"""A worker beside a server: started with it, started again when it dies, ended with it."""

from __future__ import annotations

import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.job_process import GRACE_S, closed, program

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN_S = 2.0  # before a worker that died is started again
LOOK_S = 0.5


@contextmanager
def worker_beside(url: str) -> Iterator[None]:
    """Keep a worker going until the end; one whose parent is killed ends by itself."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(url, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(timeout=4 * GRACE_S)


def _keep(url: str, over: threading.Event) -> None:
    while not over.is_set():
        child = program(url, "service.worker")
        while child.poll() is None and not over.wait(LOOK_S):
            pass
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(timeout=2 * GRACE_S)
            except subprocess.TimeoutExpired:
                child.kill()
        closed(child)
        over.wait(AGAIN_S)
