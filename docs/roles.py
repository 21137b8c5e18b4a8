"""
Write ``docs/roles.md``: who may do and see what, drawn from the table that the program asks.

    python docs/roles.py
"""

from pathlib import Path

from service.access.permit import allows
from service.access.rights import ACTIONS, READINGS, Right
from store.grants import SCOPES, Role
from ui import menu
from ui.words.catalogue import t

PAGE = Path(__file__).with_suffix(".md")
INTRO = """# Roles

Who may do and see what once people sign in. Drawn by `python docs/roles.py` from
`service/access/rights.py`, the table that the program asks; do not edit it by hand.

A role is held over a scope: every shop of the database, every shop of one company, one shop, a
vendor's people, teams, or oneself; from a day to a day, as long as nobody ends it. A person may
hold several. A deputy holds the role of somebody else on given days, and no longer than they do. An
administrator gives and ends roles on the page People and roles.

Shops of several companies in one database stay apart: who holds no role in a company sees none of
its shops, people or roles, at no address, in no file and by no action. Whoever is over every shop
keeps companies and accounts (`paiban shop company`), and puts shops into them; the administrator of
a company sets its shops up and gives its roles. Shops of one company may share people (page People,
`paiban shop share`): what one has published binds the other, with rest before and after and the
hours of the week as one sum. Of the other shop only that time and its name are told.

**shop**: needs a scope that is the whole shop, or wider. **own**: any scope will do; what is
done, or seen, is of the people the scope reaches, and nobody else. Empty: refused, with a sentence
that names what was asked for, which roles may, and who can give them.

It is asked three times: where a page is opened, where somebody acts at the desk
(`service/desk.py`), and where rows are read and written (`store/sight.py`): rows of people whom a
scope does not reach are not there, and pay and scores cannot be read at all by roles to which they
are closed, whatever statement asks.

Where nobody signs in (the demo, one computer, the command line) everything is allowed.
"""


def mark(right: Right, role: Role) -> str:
    """Return what stands in a cell: ``shop``, ``own`` or nothing."""
    kinds = [kind for kind in SCOPES[role] if allows(right, role, kind)]
    if not kinds:
        return ""
    return "own" if role in right.own and role not in right.whole else "shop"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a table of Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def said(key: str) -> str:
    """Return a word in English."""
    return t(key, "en")


def page() -> str:
    """Return the whole page."""
    roles = list(Role)
    heads = [said(f"role.{role}") for role in roles]
    scopes = [
        [said(f"role.{role}"), "; ".join(said(f"scope.{kind}") for kind in SCOPES[role])]
        for role in roles
    ]
    readings = [
        [said(f"reading.{one.right.names[0]}"), *(mark(one.right, role) for role in roles)]
        for one in READINGS
    ]
    actions = [
        [said(f"right.{one.group}"), *(mark(one, role) for role in roles), _names(one)]
        for one in ACTIONS
    ]
    pages = [
        [said(f"role.{role}"), "; ".join(said(f"page.{entry.name}") for entry in menu.of(role))]
        for role in roles
    ]
    few = "; ".join(said(f"page.{name}") for name in menu.OF_FEW)
    parts = (
        INTRO,
        "## Over whom each role can be held\n",
        table(["Role", "Scopes"], scopes),
        "\n## Which pages open\n",
        f"A supervisor of some teams only: {few}.\n",
        table(["Role", "Pages"], pages),
        "\n## What may be seen\n",
        "What has no row here is seen by every role as far as its scope reaches.\n",
        table(["", *heads], readings),
        "\n## What may be done\n",
        table(["", *heads, "Actions"], actions),
    )
    return "\n".join(parts) + "\n"


def _names(right: Right) -> str:
    return " ".join(f"`{name}`" for name in right.names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
