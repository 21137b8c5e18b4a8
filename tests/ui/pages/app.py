"""What the tests of the pages share: where the app is, and what one sees of it."""

from pathlib import Path

from ui import menu

ROOT = Path(__file__).parents[3]
APP = ROOT / "app.py"
PATIENCE_S = 30


def script(name):
    """Return a page's script as ``AppTest.switch_page`` wants it."""
    path = next(entry.path for entry in menu.PAGES if entry.name == name)
    return path.relative_to(ROOT).as_posix()


def opened(app, page="week", **address):
    """Return the app with a page open, as its address opens it: no other is drawn before."""
    for name, value in address.items():
        app.query_params[name] = value
    return app.run() if page == "week" else app.switch_page(script(page)).run()


def seen(app):
    """Return all text of a run: markup, captions, messages and labels."""
    kinds = ("html", "markdown", "caption", "error", "warning", "info", "success", "subheader")
    texts = []
    for kind in kinds:
        texts += [str(getattr(part, "value", None) or part.proto) for part in app.get(kind)]
    texts += [part.label for part in app.button]
    return "\n".join(texts)


def button(app, key):
    return app.button(key=key)
