"""The command ``worker``: does the jobs that pages and others ask for."""

from typing import Annotated

import typer

from service.database import default_url, url_of
from service.worker import WorkerParams, work
from ui.cli.acting import Db
from ui.cli.options import LARGEST
from ui.cli.screen import Screen

USUAL = WorkerParams()
OneShop = Annotated[str | None, typer.Option("--shop", metavar="ID", help="cli.option.worker_shop")]
AtOnce = Annotated[int, typer.Option("--at-once", min=1, max=64, help="cli.option.at_once")]
PerPerson = Annotated[
    int, typer.Option("--per-person", min=1, max=64, help="cli.option.per_person")
]
Memory = Annotated[
    int, typer.Option("--memory", min=256, max=LARGEST, metavar="MB", help="cli.option.memory")
]


def worker(
    screen: Screen,
    *,
    url: Db = None,
    shop: OneShop = None,
    at_once: AtOnce = USUAL.places,
    per_person: PerPerson = USUAL.per_person,
    memory: Memory = USUAL.memory_mb,
) -> None:
    """Do the jobs of a database until interrupted; what is under way then is handed back."""
    where = default_url() if url is None else url_of(url)
    params = WorkerParams(places=at_once, per_person=per_person, memory_mb=memory)
    screen.say("cli.working", at_once=at_once)
    work(where, shop_id=shop, params=params)
