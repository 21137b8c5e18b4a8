"""What ``scheduler`` and ``kpi`` offer their users, and that asking for it costs nothing before."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

FACES = ("scheduler", "kpi")
HEAVY = ("numba", "ortools", "pandas", "holidays", "streamlit")


def declared(face):
    """Return public name: where it stands, as type checkers read it."""
    source = Path(face.__file__).read_text(encoding="utf-8")
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    return {
        name.asname or name.name: f"{node.module}.{name.name}"
        for node in found
        if node.module.startswith(f"{face.__name__}.")
        for name in node.names
    }


@pytest.mark.parametrize("name", FACES)
def test_types_and_run_time_find_the_same_names(name):
    face = importlib.import_module(name)
    assert declared(face) == face._PLACES
    assert set(face.__all__) == set(dir(face)) == set(face._PLACES)


@pytest.mark.parametrize("name", FACES)
def test_every_name_is_there_and_hides_no_module(name):
    face = importlib.import_module(name)
    modules = {module.name for module in pkgutil.iter_modules(face.__path__)}
    assert all(getattr(face, public) is not None for public in face.__all__)
    assert not modules & set(face.__all__)


@pytest.mark.parametrize("name", FACES)
def test_a_name_that_is_not_there_is_an_attribute_error(name):
    face = importlib.import_module(name)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = face.nonsense


@pytest.mark.parametrize("name", FACES)
def test_the_face_alone_loads_no_heavy_library(name):
    code = f"import sys, {name}; print([n for n in {HEAVY!r} if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
