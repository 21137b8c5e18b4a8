"""What runs beside the app while it is served: log, backups, messages out, the watch port."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from service.backup_clock import BackupClock
from service.beat import Beat
from service.outbound.sender import Sender
from service.phone.offer_clock import OfferClock
from service.running_log import set_up
from ui.outbound import composed
from ui.routes.watching import WatchedApp, watching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings import RunSettings


@contextmanager
def running(told: RunSettings, url: str) -> Iterator[None]:
    """
    Run what the settings ask for beside the app until this is over.

    Parameters
    ----------
    told
        The settings.
    url
        Of the database that is served.

    Raises
    ------
    InputError
        ``watch_port_taken``, where somebody listens there already.
    """
    set_up(told.log)
    with ExitStack() as stack:
        if told.watch_port:
            stack.enter_context(watching(WatchedApp(url, told.plan), told.watch_port))
        if told.plan is not None:
            _beating(stack, Beat("backups", BackupClock(url, told.plan).step))
        _beating(stack, Beat("offers", OfferClock(url).step))
        sender = Sender(url, composed)
        sender.start()
        stack.callback(sender.stop)
        yield


def _beating(stack: ExitStack, beat: Beat) -> None:
    beat.start()
    stack.callback(beat.stop)
