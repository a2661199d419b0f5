from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tui.book import open_book
from tui.book.locate import choose, init_book, sample_root, themes_root, user_book
from tui.errors import BookError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_which_book_is_opened(home: Path) -> None:
    assert choose(None, None) == sample_root()
    own = user_book()
    init_book(own)
    assert choose(None, None) == own
    assert choose(None, "~/books/a") == home / "books/a"
    assert choose("given", "~/books/a") == Path("given")
    assert choose("", "") == own


def test_an_empty_book(tmp_path: Path) -> None:
    target = tmp_path / "new" / "book"
    init_book(target)
    book = open_book(target)
    assert (book.title, book.problems, book.newest(), book.read_only) == ("My book", (), None, False)
    with pytest.raises(BookError, match="holds a book already"):
        init_book(target)


def test_a_copy_of_the_sample(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    target.mkdir()
    init_book(target, sample=True)
    copy, sample = open_book(target), open_book(sample_root())
    assert copy.vintages == sample.vintages
    assert not copy.read_only
    assert not list(target.rglob("*.py"))


def test_a_folder_in_use_or_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used/x").write_text("x")
    (tmp_path / "file").write_text("x")
    for name, words in (("used", "not an empty folder"), ("file", "not an empty|Not a directory")):
        with pytest.raises(BookError, match=words):
            init_book(tmp_path / name)


PLACES = """
import json, sys
from tui.book.locate import sample_root, themes_root
print(json.dumps([str(sample_root()), str(themes_root())]))
"""


def found(cwd: Path, path: Path, *options: Any) -> Any:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(path)}
    done = subprocess.run(
        [sys.executable, *options, "-c", PLACES],
        check=True, capture_output=True, text=True, cwd=cwd, env=environment,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_data_beside_the_package_in_a_bare_checkout(tmp_path: Path) -> None:
    assert found(tmp_path, ROOT) == [str(ROOT / "sample_data"), str(ROOT / "themes")]


def test_data_inside_the_package_as_a_wheel_lays_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tui", site / "tui", ignore=ignore)
    for name in ("sample_data", "themes"):
        shutil.copytree(ROOT / name, site / "tui" / name, ignore=ignore)
    assert found(tmp_path, site) == [str(site / "tui/sample_data"), str(site / "tui/themes")]


def test_an_installation_without_its_data_says_so(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(ROOT / "tui", site / "tui", ignore=shutil.ignore_patterns("__pycache__"))
    program = f"""
import sys
sys.path.insert(0, {str(site)!r})
from tui.book.locate import sample_root
from tui.errors import BookError
try:
    print(sample_root())
except BookError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"sys = __import__('sys'); sys.path += {sys.path!r}\n{program}"],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert "lacks its sample_data folder" in done.stdout or str(ROOT) in done.stdout


def test_themes_are_found() -> None:
    assert (themes_root() / "__init__.py").is_file()


COLD = """
import sys
sys.path.insert(0, {root!r})
from tui.book import open_book
book = open_book({book!r})
for table, days in book.vintages.items():
    if table != "brief":
        for day in days:
            assert book.read(table, day).problems == (), book.read(table, day).problems
assert book.brief().problems == ()
heavy = ["pyarrow.compute", "pyarrow.parquet", "pandas", "filelock", "python_calamine", "platformdirs",
         "numpy.ma", "textual", "zipfile", "tomli_w"]
print([name for name in heavy if name in sys.modules])
"""


def test_reading_a_small_book_imports_nothing_heavy(book_dir: Path) -> None:
    program = COLD.format(root=str(ROOT), book=str(book_dir))
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
