"""Every table and every register says what becomes of people in it: a new one must, too."""

import ast
from pathlib import Path

from store.person_tables import PACKED, REGISTERS, TABLES, PartOf
from store.tables import metadata

ROOT = Path(__file__).parents[2]
READS = {"all", "get", "remove"}
TAKES = {"take_out", "clear", "enter", "put"}


def kinds_of(path):
    """Return the names of the kinds of register entries that a file reads or takes out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of = node.func.value
        reads = isinstance(of, ast.Attribute) and of.attr == "register"
        if reads and node.func.attr in READS and len(node.args) > 1:
            yield node.args[1]
        elif node.func.attr in TAKES and node.args:
            yield node.args[0]


def test_every_table_says_what_becomes_of_people_in_it():
    assert TABLES.keys() == metadata.tables.keys()


def test_no_table_that_names_agents_says_it_holds_nobody():
    named = {name for name, table in metadata.tables.items() if "agent_id" in table.c}
    assert not {name for name in named if TABLES[name] is PartOf.NOBODY}
    assert {name for name in PACKED if TABLES[name] is not PartOf.NUMBERED} == set()


def test_every_kind_of_register_entry_says_what_becomes_of_people_in_it():
    used = {
        each.id
        for folder in ("service", "store")
        for path in (ROOT / folder).rglob("*.py")
        for each in kinds_of(path)
        if isinstance(each, ast.Name) and each.id[:1].isupper()
    }
    assert used
    assert used <= REGISTERS.keys()
