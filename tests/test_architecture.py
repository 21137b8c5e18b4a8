"""What may import what, read from the sources; and what the repository may hold."""

import ast
import re
import runpy
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("scheduler", "kpi", "store", "service", "ui")
EARLIER = {  # whom each package may import: the flow, never back
    "scheduler": set(),
    "kpi": {"scheduler"},
    "store": {"scheduler", "kpi"},
    "service": {"scheduler", "kpi", "store"},
    "ui": {"scheduler", "kpi", "service"},
}
AT_HOME = {  # the only places that name a library
    "ortools": (
        "scheduler/rules/",
        "scheduler/solve/",
        "scheduler/design/program.py",
        "scheduler/design/choice.py",
        "scheduler/design/exact.py",
        "scheduler/capacity/hiring.py",
        "scheduler/headcount/",
        "scheduler/mend/program.py",
        "scheduler/repair.py",
        "scheduler/explain.py",
    ),
    "streamlit": ("app.py", "ui/"),
    "altair": ("app.py", "ui/"),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "typer": ("ui/cli/", "ui/cli.py"),
    "rich": ("ui/cli/", "ui/cli.py"),
    "babel": ("ui/",),
    "PIL": ("service/drawing/", "ui/phone/picture.py"),
}
VAGUE = {"utils", "util", "common", "misc", "base", "manager", "managers", "helpers"}
TOP_LEVEL = {
    *(*PACKAGES, "benchmarks", "constraints", "data", "docs", "tests"),
    *("app.py", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
}


def sources(*folders):
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path.relative_to(ROOT).as_posix() for path in paths]


PRODUCT = [*sources(*PACKAGES), *(["app.py"] if (ROOT / "app.py").exists() else [])]

MODULES = {
    ".".join(Path(path).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sources(*PACKAGES)
}


@cache
def tree(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def imported(path):
    """Return the full names of all modules a file imports, inside functions too."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def top(name):
    return name.partition(".")[0]


def importers_of(modules, paths):
    return {path: {name for name in imported(path) if name.startswith(modules)} for path in paths}


def none_of(offences):
    """Return whether no file has an offence; those that have are shown by the assertion."""
    offenders = {path: found for path, found in offences.items() if found}
    assert not offenders
    return len(offences) > 0


def test_imports_follow_the_flow():
    astray = {}
    for path in PRODUCT:
        package = top(path.replace("/", "."))
        allowed = EARLIER.get(package, {"service", "ui", "scheduler", "kpi"}) | {package}
        astray[path] = {top(name) for name in imported(path)} & set(PACKAGES) - allowed
    assert none_of(astray)


def modules_used(path):
    """Return the project's modules a file imports, for types too."""
    names = {name for name in imported(path) if top(name) in PACKAGES}
    whole = {name for name in names if not any(one.startswith(f"{name}.") for one in names)}
    return {name if name in MODULES else name.rpartition(".")[0] for name in whole}


def circle_of(arrows):
    """Return who imports each other in a circle, by who imports whom; nobody: empty."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def between_rooms(arrows):
    """Return the arrows between folders of packages; files that stand in none are left out."""
    found = {}
    for module, used in arrows.items():
        for one in used:
            source, target = (".".join(name.split(".")[:2]) for name in (module, one))
            if source != target and min(module.count("."), one.count(".")) >= 2:
                found.setdefault(source, set()).add(target)
    return found


def arrows_of_files():
    return {module: modules_used(path) - {module} for module, path in MODULES.items()}


def test_no_files_import_each_other_in_a_circle():
    assert circle_of(arrows_of_files()) == []


def test_no_rooms_import_each_other_in_a_circle():
    assert circle_of(between_rooms(arrows_of_files())) == []


def test_a_circle_of_rooms_without_one_of_files_is_seen():
    arrows = {"kpi.pay.one": {"kpi.score.two"}, "kpi.score.three": {"kpi.pay.four"}}
    assert circle_of(arrows) == []
    assert circle_of(between_rooms(arrows)) in (
        ["kpi.pay", "kpi.score", "kpi.pay"],
        ["kpi.score", "kpi.pay", "kpi.score"],
    )


def test_libraries_are_named_only_at_home():
    astray = {
        path: {
            library
            for library in {top(name) for name in imported(path)} & AT_HOME.keys()
            if not path.startswith(AT_HOME[library])
        }
        for path in PRODUCT
    }
    assert none_of(astray)


def test_checker_is_apart_from_every_model():
    apart = ("scheduler.rules", "scheduler.solve", "scheduler.repair", "scheduler.explain")
    assert none_of(importers_of(apart, sources("scheduler/verify")))


def test_kpi_uses_data_classes_of_the_scheduler_only():
    engines = ("scheduler.solve", "scheduler.rules", "scheduler.verify", "scheduler.forecast")
    assert none_of(importers_of(engines, sources("kpi")))


def test_no_file_or_folder_has_a_vague_name():
    paths = sources(*PACKAGES, "benchmarks", "tests")
    assert none_of({path: set(Path(path).with_suffix("").parts) & VAGUE for path in paths})


def test_one_name_is_one_class():
    homes = {}
    for path in PRODUCT:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(path)
    assert len(homes) > 500
    assert not {name: paths for name, paths in homes.items() if len(paths) > 1}


def test_inner_packages_read_no_file_and_no_clock():
    outside = {"open", "Path", "print", "input", "dt.datetime.now", "dt.date.today"}
    calls = {
        path: {
            ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)
        }
        for path in sources("scheduler", "kpi")
        if path
        != "scheduler/compiled.py"  # compiled code is kept in files, wherever it is asked for
    }
    assert none_of({path: names & outside for path, names in calls.items()})


def test_top_level_holds_what_is_drawn():
    shown = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    made_by_tools = {name for name in shown if name.endswith((".egg-info", ".egg"))}
    made_by_tools |= shown & {"build", "dist", "__pycache__"}
    assert shown - made_by_tools <= TOP_LEVEL


def test_the_page_of_roles_is_drawn_from_the_table_the_program_asks():
    page = runpy.run_path(str(ROOT / "docs" / "roles.py"))["page"]
    assert (ROOT / "docs" / "roles.md").read_text(encoding="utf-8") == page()


def test_the_picture_is_drawn_from_these_imports():
    place = ROOT / "docs" / "architecture.py"
    drawing = runpy.run_path(str(place))
    page = place.with_suffix(".md").read_text(encoding="utf-8")
    assert drawing["drawn"](page) == page, "run: python docs/architecture.py"


DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link]
    assert not [link for link in inside if not (document.parent / link).exists()]


def test_reader_of_imports_sees_every_form(tmp_path, monkeypatch):
    text = "import a.b\nfrom c import d as e\ndef f():\n    import g\n    from h.i import j\n"
    (tmp_path / "sample.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    assert imported("sample.py") == {"a.b", "c", "c.d", "g", "h.i", "h.i.j"}
