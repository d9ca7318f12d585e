"""The house: imports point down its layers, and the package itself is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from counterlife import kernels

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "counterlife"

LAYERS = {
    "words": 0,
    "evidence": 0,
    "kernels": 0,
    "decks": 0,
    "luck": 1,
    "parts": 1,
    "dice": 2,
    "regime": 3,
    "town": 3,
    "life": 4,
    "measure": 5,
    "study": 6,
    "report": 7,
    "explorer": 8,
    "cli": 9,
    "__main__": 10,
}
"""Each may import what stands below it, or beside it in the same layer."""

HEAVY = ("numba", "duckdb", "altair", "vl_convert", "jinja2", "fastapi", "uvicorn")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer(dotted: str) -> str:
    return dotted.split(".")[1]


def imports(path: Path) -> set[str]:
    """What a module imports of the package, as ``counterlife.<layer>…``."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports from the top"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == "counterlife" else {module}
    return {name for name in found if name.startswith("counterlife.")} - {"counterlife.__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return
    own = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for name in imports(path):
        assert LAYERS[layer(name)] <= LAYERS[own], f"{path.name} imports {name}, which stands above it"


def test_reading_imports_finds_each_form(tmp_path: Path) -> None:
    file = tmp_path / "m.py"
    file.write_text("import counterlife.study.run\nfrom counterlife import cli\ndef f():\n    from counterlife.life.act import act\n")
    assert imports(file) == {"counterlife.study.run", "counterlife.cli", "counterlife.life.act"}


def loaded(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_import_is_light() -> None:
    assert not loaded("import counterlife") & {*HEAVY, "numpy", "pydantic", "typer"}


def test_help_loads_no_model() -> None:
    code = (
        "import sys\nsys.argv = ['counterlife', '--help']\nfrom counterlife.cli import main\ntry:\n    main()\nexcept SystemExit:\n    pass"
    )
    assert not loaded(code) & {*HEAVY, "numpy", "pydantic", "ruamel.yaml"}


@pytest.mark.parametrize(
    "module", ["counterlife.regime.load", "counterlife.town.profile", "counterlife.study.design", "counterlife.study.store"]
)
def test_reading_files_loads_no_kernels(module: str) -> None:
    assert not loaded(f"import {module}") & set(HEAVY)


def test_public_names_are_there() -> None:
    import counterlife

    assert all(getattr(counterlife, name) is not None for name in counterlife.__all__)
    assert dir(counterlife) == sorted(counterlife.__all__)
    with pytest.raises(AttributeError, match="no attribute 'rum'"):
        _ = counterlife.rum


ALIVE = """
import sys
from counterlife.study.design import design
from counterlife.study.engine import engine
made = design("national", people=1, years=1, seeds=[1])
engine(made).live(1, 0, 1)
print(*(name for name in ("numba", "scipy", "pandas") if name in sys.modules))
"""


def test_where_kernels_are_compiled_a_life_takes_no_compiler() -> None:
    kernels.load()
    done = subprocess.run([sys.executable, "-c", ALIVE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
