"""Kanpan works from a wheel, an editable install and a bare checkout, in any working folder."""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

import tui

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]
TOP = {
    ".ci", ".git", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md",
    "pyproject.toml", "sample_data", "tests", "themes", "tui",
}  # fmt: skip
DATA = {"themes": ROOT / "themes", "sample_data": ROOT / "sample_data"}
SITE = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
BUILD = """
import sys
from setuptools import build_meta
print(getattr(build_meta, sys.argv[1])(sys.argv[2]))
"""
# Loads an install as a site folder, .pth files and all, without those of the environment the tests run in.
RUN = """
import os, site, sys
for place in sys.argv.pop().split(os.pathsep):
    sys.path.insert(0, place)  # before another editable install's finder, which has the same name
    site.addsitedir(place)
import tui
print(os.path.dirname(tui.__file__), file=sys.stderr)
from tui.cli import main
main()
"""


def _setuptools() -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in version("setuptools").split(".")[:2])
    except PackageNotFoundError:
        return (0,)


needs_setuptools = pytest.mark.skipif(
    _setuptools() < (77,), reason="building without a network needs setuptools 77 or later beside the tests"
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build reads, so that nothing is built inside the checkout."""
    place = tmp_path_factory.mktemp("source") / "kanpan"
    place.mkdir()
    for name in sorted(TOP - {".git", ".ci", "tests"}):
        held = ROOT / name
        if held.is_dir():
            shutil.copytree(held, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif held.exists():
            shutil.copy(held, place / name)
    return place


def _built(source: Path, kind: str) -> Path:
    """The wheel that the build backend makes, unpacked into a folder as an installer would."""
    out = source.parent / kind
    out.mkdir()
    words = [sys.executable, "-c", BUILD, kind, str(out)]
    done = subprocess.run(words, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site = source.parent / f"{kind}_site"
    with zipfile.ZipFile(out / done.stdout.splitlines()[-1]) as wheel:
        wheel.extractall(site)
    return site


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    return _built(source, "build_wheel")


@pytest.fixture(scope="module")
def editable(source: Path) -> Path:
    return _built(source, "build_editable")


def _env(tmp_path: Path, **more: str) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    home = str(tmp_path / "home")
    return env | {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "PYTHONUTF8": "1"} | more


def _export(site: Path, tmp_path: Path) -> tuple[str, Path]:
    """The export of an install, and the folder that its `tui` was found in."""
    words = [sys.executable, "-S", "-c", RUN, "export", str(site)]
    env = _env(tmp_path, PYTHONPATH=os.pathsep.join(dict.fromkeys(SITE)))
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, Path(done.stderr.splitlines()[0])


def _expected() -> str:
    written = tui.export(tui.load())
    assert written is not None
    return written.decode()


@needs_setuptools
def test_only_tui_lands_in_site_packages(wheel: Path) -> None:
    tops = {path.name for path in wheel.iterdir()}
    assert tops == {"tui", f"kanpan-{tui.__version__}.dist-info"}
    info = wheel / f"kanpan-{tui.__version__}.dist-info"
    assert "kanpan = tui.cli:main" in (info / "entry_points.txt").read_text()
    assert (info / "licenses" / "LICENSE").is_file()


@needs_setuptools
def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    def held(folder: Path) -> set[str]:
        paths = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc")
        return {path.relative_to(folder).as_posix() for path in paths}

    wanted = {f"{name}/{path}" for name, folder in DATA.items() for path in held(folder)}
    assert held(wheel / "tui") == held(ROOT / "tui") | wanted
    assert any(name.startswith("themes/") and name.endswith(".toml") for name in wanted)
    assert "sample_data/book.toml" in wanted


@needs_setuptools
def test_a_wheel_works_in_a_foreign_folder(wheel: Path, tmp_path: Path) -> None:
    assert _export(wheel, tmp_path) == (_expected(), wheel / "tui")


@needs_setuptools
def test_an_editable_install_reads_the_checkout(editable: Path, source: Path, tmp_path: Path) -> None:
    if (Path(SITE[0]) / "tui").exists():
        pytest.skip("a plain install in this environment is found before any editable one")
    assert {p.name for p in editable.iterdir() if p.is_dir()} == {f"kanpan-{tui.__version__}.dist-info"}
    assert _export(editable, tmp_path) == (_expected(), source / "tui")


def test_a_bare_checkout_works_in_a_foreign_folder(source: Path, tmp_path: Path) -> None:
    for decoy in DATA:
        (tmp_path / decoy).mkdir()
        (tmp_path / decoy / "book.toml").write_text("title = 3")
    words = [sys.executable, "-m", "tui", "export"]
    env = _env(tmp_path, PYTHONPATH=str(source))
    done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, _expected()), done.stderr


def test_every_package_and_data_file_is_declared() -> None:
    made = {".".join(p.parent.relative_to(ROOT).parts) for p in (ROOT / "tui").rglob("__init__.py")}
    assert set(SETUPTOOLS["packages"]) == made | {f"tui.{name}" for name in DATA}
    assert SETUPTOOLS["package-dir"] == {f"tui.{name}": name for name in DATA}
    homes = {"tui": ROOT / "tui", **{f"tui.{name}": folder for name, folder in DATA.items()}}
    homes |= {package: ROOT / package.replace(".", "/") for package in made}
    declared = SETUPTOOLS["package-data"]
    covered = {
        path for package, patterns in declared.items() for p in patterns for path in homes[package].glob(p)
    }
    shipped = [p for folder in homes.values() for p in folder.rglob("*") if p.is_file()]
    assert [p for p in shipped if p.suffix not in {".py", ".pyc"} and p not in covered] == []


def test_version_stands_once_in_meaning() -> None:
    assert PROJECT["project"]["version"] == tui.__version__
    assert f"## {tui.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    lines = [line for line in block.splitlines() if line.strip()]
    assert len(lines) == len(PROJECT["project"]["dependencies"])
    assert [line for line in lines if "  # " not in line] == []


def test_the_top_level_holds_only_what_it_may() -> None:
    patterns = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = [pattern.strip("/") for pattern in patterns]
    found = {p.name for p in ROOT.iterdir() if not any(fnmatch.fnmatch(p.name, g) for g in ignored)}
    assert found - TOP == set()
    assert TOP - {".git"} - found == set()
