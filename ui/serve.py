"""Starts the app's server, with the settings that ship in the package."""

from __future__ import annotations

from pathlib import Path

from streamlit.web import bootstrap

from ui.look import OPTIONS

APP = Path(__file__).parent.parent / "app.py"


def serve(*, port: int = 8501, address: str = "127.0.0.1", headless: bool = True) -> None:
    """Serve the app until it is interrupted."""
    said = {"server.port": port, "server.address": address, "server.headless": headless}
    flags = {name.replace(".", "_"): value for name, value in {**OPTIONS, **said}.items()}
    bootstrap.load_config_options(flags)
    bootstrap.run(str(APP), is_hello=False, args=[], flag_options=flags)
