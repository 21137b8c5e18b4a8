"""The demo: the whole main job on a made-up shop, and one readable summary of it."""

import time
from contextlib import closing

from service.database import url_of
from service.demo import demo_url, fresh_database, run_demo
from service.demo_report import demo_report
from ui.cli import demo_summary, endings
from ui.cli.acting import Db
from ui.cli.options import Replications
from ui.cli.screen import Screen
from ui.cli.solving import Mending
from ui.cli.spelled import Ended


def demo(
    screen: Screen,
    *,
    limits: Mending,
    replications: Replications = 30,
    url: Db = None,
) -> Ended:
    """Go through the whole main job with the demo shop."""
    begun = time.perf_counter()
    params = limits.params
    where = demo_url() if url is None else url_of(url)
    with closing(fresh_database(where)) as database, limits.watched(screen) as watched:
        ran = run_demo(
            database,
            params,
            replications=replications,
            tell=lambda step: screen.note(screen.word(f"cli.demo_step.{step}")),
            listener=watched.listener,
            stop=watched.stop,
        )
    report = demo_report(ran, params) | {"database": where}
    demo_summary.show(screen, report)
    command = "paiban serve --demo" if url is None else f"paiban serve --db {where}"
    seconds = f"{time.perf_counter() - begun:.0f}"
    screen.say("cli.demo_open", command=command, seconds=seconds)
    return Ended(report, endings.of_plan(report))
