"""What is imported, seen from fresh interpreters: the headless part stays lean, whatever a module adds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.paint_bench import codes
from tests.bench.terminal import Terminal, clean_env

ROOT = Path(__file__).resolve().parents[1]
HEADLESS = ("textual", "rich", "pandas", "pyarrow.compute", "pyarrow.parquet")
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "tui").rglob("*.py")
)

# Imports all modules in one interpreter: what any of them pulls in stays in sys.modules. Where `alone`, each
# is the first of the package, so that an import that only works after another fails.
EACH = """
import importlib, json, sys
names, banned, alone = json.loads(sys.argv[1])
guilty = {}
for name in names:
    for held in [m for m in sys.modules if alone and m.split(".")[0] == "tui"]:
        del sys.modules[held]
    before = set(sys.modules)
    importlib.import_module(name)
    found = sorted(b for b in banned if b in sys.modules and b not in before)
    if found:
        guilty[name] = found
print(json.dumps(guilty))
"""
# Runs a command; it leaves by os._exit, so that is where what was imported is told.
COMMAND = """
import json, os, sys
arguments, banned, told = json.loads(sys.argv.pop())
def leave(status):
    with open(told, "w") as out:
        json.dump({"status": status, "found": [b for b in banned if b in sys.modules]}, out)
    os.close(2)
    real(status)
real, os._exit = os._exit, leave
sys.argv = ["kanpan", *arguments]
from tui.cli import main
main()
"""
# Stands in every process of a session, and tells when one of them asks for pandas.
WATCH = """
import os, sys
class Watch:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "pandas":
            open(os.environ["KANPAN_TOLD"], "w").close()
sys.meta_path.insert(0, Watch)
"""


def _python(code: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
    }
    words = [sys.executable, "-c", code, *arguments]
    return subprocess.run(words, env=env, cwd=home, capture_output=True, text=True, timeout=60, check=False)


def _guilty(
    names: list[str], banned: tuple[str, ...], home: Path, *, alone: bool = True
) -> dict[str, list[str]]:
    """Which of the modules pull in what they must not."""
    done = _python(EACH, json.dumps([names, banned, alone]), home=home)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_headless_modules_pull_in_neither_textual_nor_pandas(tmp_path: Path) -> None:
    names = [n for n in MODULES if not n.startswith("tui.app")]
    assert len(names) > 40
    assert _guilty(names, HEADLESS, tmp_path) == {}


def test_session_modules_leave_pandas_alone(tmp_path: Path) -> None:
    names = [n for n in MODULES if n.startswith("tui.app")]
    assert _guilty(names, ("pandas",), tmp_path, alone=False) == {}


def test_the_probe_sees_what_it_must(tmp_path: Path) -> None:
    found = _guilty(["tui.app.app"], HEADLESS, tmp_path)
    assert "textual" in found["tui.app.app"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["export"], 0),
        (["export", "--sort", "-pe_2026E", "--theme", "ai-compute", "--states"], 0),
        (["check"], 1),
        (["news"], 0),
        (["themes"], 0),
    ],
    ids=["help", "version", "export", "export-view", "check", "news", "themes"],
)
def test_commands_stay_lean(arguments: list[str], status: int, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    done = _python(COMMAND, json.dumps([arguments, HEADLESS, str(told)]), home=tmp_path)
    assert told.exists(), done.stderr
    assert json.loads(told.read_text()) == {"status": status, "found": []}


def test_pandas_is_not_there_before_first_paint(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH)
    told = tmp_path / "told"
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    env = clean_env(str(tmp_path)) | {"PYTHONPATH": path, "KANPAN_TOLD": str(told)}
    asked = subprocess.run([sys.executable, "-c", "import pandas"], env=env, check=False)
    assert asked.returncode == 0
    assert told.exists(), "the watch sees nothing"
    told.unlink()
    terminal = Terminal("-m", "tui", "--lang", "zh", env=env)
    try:
        terminal.painted(codes())
    finally:
        terminal.close()
    assert not told.exists()


def test_to_pandas_loads_pandas_and_only_it_does(tmp_path: Path) -> None:
    code = (
        "import sys, tui\n"
        "u = tui.load()\n"
        "before = 'pandas' in sys.modules\n"
        "u.to_pandas()\n"
        "print(before, 'pandas' in sys.modules)"
    )
    assert _python(code, home=tmp_path).stdout.split() == ["False", "True"]
