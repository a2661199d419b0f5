"""Which book is opened, where the shipped one lies, and how a new one is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.book.shipped import sample_root, themes_root
from tui.errors import BookError
from tui.text import clean

if TYPE_CHECKING:
    import os

__all__ = ["choose", "init_book", "sample_root", "themes_root"]

_BOOK_TOML = """\
# A book: the folder that holds your data, one file per table and date.
#
#   coverage/2026-07-03.csv    code,name,group,rating,rating_source,price,currency,price_date
#   estimates/2026-07-03.csv   code,year,basis,eps,pe_printed,source      (basis: A actual, E estimate)
#   market/2026-07-06.csv      code,name,price,pre_close,change_pct,pe_ttm,pb,market_cap and more
#   news/2026-07-03.csv        id,published,title,summary,source,url
#   sectors/2026-07-03.csv     period_start,period_end,level,index,change_pct
#   brief/2026-07-03.toml      outlook, risks, focus groups, rating definitions
#   imports/2026-07-03.csv     what was said of the reports that were imported
#   themes/my-theme.toml       a theme of your own, or one that replaces a theme of the same id
#
# CSV or Parquet. For each table the latest file not after the date you look at is used.

title = "My book"
publisher = ""

# Groups in the order they are shown; `group` in coverage names one by its id.
# [[groups]]
# id = "operators"
# zh = "运营商"
# en = "operators"

# Values that mean nothing in a column.
# [missing]
# pe_ttm = [0]
"""
_NAMES_TOML = """\
# What news calls each name. A look-alike is a text that could be taken for the name and is not it.
#
# ["600941.SH"]
# aliases = ["中国移动", "中移动"]
# english = ["China Mobile"]
# lookalikes = ["中国移动支付"]
"""


def choose(given: str | None, configured: str | None) -> Path:
    """The book to open: the one given, else the configured one, else the user's own, else the sample."""
    for wish in (given, configured):
        if wish:
            return expanded(wish)
    own = user_book()
    return own if (own / "book.toml").is_file() else sample_root()


def expanded(text: str) -> Path:
    """The path, `~` at its begin as a home; as it stands where that is nobody's."""
    try:
        return Path(text).expanduser()
    except (RuntimeError, ValueError):  # ValueError: what the system takes for no name at all
        return Path(text)


def user_book() -> Path:
    """Where the user's own book lies on this system, whether or not there is one."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("kanpan", appauthor=False)) / "book"


def init_book(target: str | os.PathLike[str], *, sample: bool = False) -> None:
    """Makes an empty book, or a copy of the sample, in a new or empty folder; raises BookError."""
    folder = Path(target)
    shown = clean(str(target))
    try:
        if (folder / "book.toml").exists():
            raise BookError(f"{shown}: holds a book already")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BookError(f"{shown}: not an empty folder")
        folder.mkdir(parents=True, exist_ok=True)
        files = _sample_files() if sample else new_files()
    except OSError as error:
        raise BookError(f"{shown}: {error.strerror or error}") from None
    from tui.book.write import lock, write_atomic

    with lock(folder):
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            write_atomic(path, data)


def new_files() -> dict[str, bytes]:
    """The files of an empty book; book.toml last."""
    return {"names.toml": _NAMES_TOML.encode(), "book.toml": _BOOK_TOML.encode()}


def _sample_files() -> dict[str, bytes]:
    """The sample's files; book.toml last, so that a copy cut short is no book."""
    root = sample_root()
    paths = [p for p in sorted(root.rglob("*")) if p.suffix in {".toml", ".csv"} and p.is_file()]
    paths.sort(key=lambda path: path.name == "book.toml")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
