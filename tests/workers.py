"""A worker for tests, in a thread of the test's own process."""

import threading
from contextlib import contextmanager

from service.worker import Worker, WorkerParams


@contextmanager
def working(database, **limits):
    """Do the jobs of a database until the end; what still runs then is handed back."""
    stop = threading.Event()
    worker = Worker(database.url, params=WorkerParams(**limits))
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        yield worker
    finally:
        stop.set()
        thread.join()
