"""
Draws the picture in ``architecture.md`` from the imports: ``python docs/architecture.py``.

A room is a folder of a package, or its files that stand in none. Arrows point from who imports to
what is imported; between packages there is one arrow for all rooms.
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = Path(__file__).with_suffix(".md")
PACKAGES = ("ui", "service", "store", "kpi", "scheduler")
BEGIN, END = "<!-- drawn -->\n", "<!-- end -->\n"


def room_of(module: str) -> str:
    """Return the room of a module's full name: its first folder, else the package itself."""
    parts = module.split(".")
    is_folder = len(parts) > 1 and (ROOT / parts[0] / parts[1]).is_dir()
    return ".".join(parts[:2]) if is_folder else parts[0]


def imports(path: Path) -> set[str]:
    """Return the full names of the project's modules that a file imports, for types too."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name for name in found if name.split(".")[0] in PACKAGES}


def arrows() -> set[tuple[str, str]]:
    """Return from which room to which other one somebody imports; across packages, packages."""
    found = set()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            source = room_of(".".join(parts))
            for module in imports(path):
                target = room_of(module)
                if target.split(".")[0] != package:
                    found.add((package, target.split(".")[0]))
                elif target != source and "." in source and "." in target:
                    found.add((source, target))
    return found


def rooms(package: str) -> list[str]:
    """Return the folders of a package that hold code."""
    folders = sorted({path.parent for path in (ROOT / package).glob("*/__init__.py")})
    return [f"{package}.{folder.name}" for folder in folders]


def picture() -> str:
    """Return the picture as a Mermaid flowchart."""
    lines = ["flowchart TB"]
    for package in PACKAGES:
        inside = [f"    {room}[{room.split('.')[1]}]" for room in rooms(package)]
        lines += [f"  subgraph {package}", "    direction LR", *inside, "  end"]
    lines += [f"  {source} --> {target}" for source, target in sorted(arrows())]
    return "\n".join(lines)


def drawn(text: str) -> str:
    """Return a page's text with the picture between its marks."""
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}```mermaid\n{picture()}\n```\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
