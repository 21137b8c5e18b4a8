"""Asks a provider over HTTP: patient for seconds only, following nowhere, and telling no secret."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from service.access.outside.identity import gone

if TYPE_CHECKING:
    from requests import Response

TIMEOUT_S = (5, 10)  # to connect, and between two pieces of an answer
LARGEST = 1_000_000  # bytes

# it tells addresses, and in those of some providers stands a secret
logging.getLogger("urllib3").setLevel(logging.WARNING)


def asked(method: str, address: str, **told: Any) -> dict[str, Any]:  # noqa: ANN401 - as requests takes it
    """
    Return the JSON object that a provider answers.

    Raises
    ------
    InputError
        ``outside_gone``, when none comes.
    """
    import requests  # noqa: PLC0415 - only who signs in by a provider needs it

    try:
        with requests.request(
            method, address, timeout=TIMEOUT_S, allow_redirects=False, stream=True, **told
        ) as answer:
            return _object(answer)
    except requests.RequestException as error:
        raise gone(type(error).__name__) from None  # its text may hold an address with a secret


def _object(answer: Response) -> dict[str, Any]:
    """Return what an answer holds, whatever its status: it says itself what is wrong."""
    content = b""
    for piece in answer.iter_content(65_536):
        content += piece
        if len(content) > LARGEST:
            break
    try:
        found = json.loads(content) if len(content) <= LARGEST else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise gone(f"HTTP {answer.status_code}")
    return found
