"""Starts the app's server, with the settings that ship in the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from streamlit.starlette import App

from service.database import default_url
from service.worker_beside import worker_beside
from ui.look import OPTIONS
from ui.own_hosts import OwnHosts, checked_names
from ui.routes.traffic import CountedRequests

if TYPE_CHECKING:
    from collections.abc import Iterable

APP = Path(__file__).parent.parent / "app.py"
HOW = ("http", "https")


def serve(
    *,
    port: int = 8501,
    address: str = "127.0.0.1",
    headless: bool = True,
    host_names: Iterable[str] = (),
) -> None:
    """
    Serve the app until it is interrupted, with a worker beside it that does the jobs.

    Parameters
    ----------
    port, address
        Where to listen.
    headless
        False: open a browser.
    host_names
        Names under which the app is reached, besides this computer's own.

    Raises
    ------
    InputError
        ``host_name``, for what is no name.
    """
    names = checked_names(host_names)
    said = {
        "server.port": port,
        "server.address": address,
        "server.headless": headless,
        "server.allowedHosts": ["*"],  # ``OwnHosts`` has asked by then, on every route
        "server.corsAllowedOrigins": [f"{how}://{name}" for name in names for how in HOW],
    }
    middleware = [Middleware(CountedRequests), Middleware(OwnHosts, names=names)]
    with worker_beside(default_url()):
        App(APP, middleware=middleware).run(config={**OPTIONS, **said})
