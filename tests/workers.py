"""A worker for tests, in a thread of the test's own process."""

import threading
from contextlib import closing, contextmanager

from service import job_run
from service.worker import Worker, WorkerParams
from store.held import HeldDatabase
from store.kept_job import Taking
from tests.desks import NOW


def do_next(database):
    """Do the job that is next, as the process that a worker starts does."""
    with database.write() as unit:
        lease = unit.jobs.claim(Taking("test"), NOW)
    with closing(HeldDatabase(database.url, lease)) as held:
        assert job_run.run(held, lambda _heart: None) == 0


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
