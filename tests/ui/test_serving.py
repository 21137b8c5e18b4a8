"""The app as a service: settings from a file, what watches it, and its end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.service import small_shop as s

ROOT = Path(__file__).parents[2]
START_S = 180


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked(url):
    """Return what an address answers, whatever it says, as soon as somebody listens there."""
    until = time.monotonic() + START_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refused:  # whoever has not signed in
            return refused.read().decode()
        except OSError:
            assert time.monotonic() < until, url
            time.sleep(0.2)


def test_a_served_app_is_watched_logs_json_and_ends_cleanly_when_told(tmp_path):
    s.lay(tmp_path / "paiban.db", s.with_week())
    port, watch = free_port(), free_port()
    file = tmp_path / "paiban.toml"
    folder = tmp_path / "backups"
    file.write_text(
        f'db = "{tmp_path / "paiban.db"}"\nport = {port}\nwatch_port = {watch}\nlog = "json"\n'
        f'backup_folder = "{folder}"\n'
    )
    told = {"PAIBAN_SETTINGS": str(file), "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(tmp_path)}
    environment = {name: held for name, held in os.environ.items() if name != "PAIBAN_DB"} | told
    command = [sys.executable, "-m", "ui.cli", "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as served:
        try:
            asked(f"http://127.0.0.1:{port}/")
            until = time.monotonic() + START_S
            while not (backups := list(folder.glob("paiban-*.db"))):
                assert time.monotonic() < until, "no backup was made"
                time.sleep(0.2)
            ready = asked(f"http://127.0.0.1:{watch}/ready")  # it is not without any backup
            numbers = asked(f"http://127.0.0.1:{watch}/metrics")
            served.send_signal(signal.SIGTERM)
            _, errors = served.communicate(timeout=60)
        finally:
            served.kill()  # nothing happens where it has ended
    assert json.loads(ready)["status"] == "ready"
    assert "paiban_backup_age_seconds" in numbers
    assert served.returncode in (0, -signal.SIGTERM)
    lines = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    assert any(line["from"] == "paiban.backup" for line in lines)
    assert any(line["from"] == "paiban.request" and line["request"] for line in lines)
    assert "Traceback" not in errors
    assert list(folder.iterdir()) == backups  # nothing half-made is left
