"""Coroutines run from tests, also where a browser's own loop runs in the same thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def in_a_loop(coroutine):
    """Run a coroutine to its end in a thread of its own; return what it returns."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()
