"""Where the data that comes with Kanpan lies: in a wheel, an editable install or a bare checkout."""

from __future__ import annotations

from pathlib import Path

from tui.errors import BookError


def sample_root() -> Path:
    """The sample book's folder; raises BookError where the installation lacks it."""
    return _shipped("sample_data", "book.toml")


def themes_root() -> Path:
    """The folder of the themes that ship; raises BookError where the installation lacks it."""
    return _shipped("themes", "__init__.py")


def is_sample(path: Path) -> bool:
    """True where the path is the shipped sample, or lies in it."""
    try:
        return path.resolve().is_relative_to(sample_root().resolve())
    except (BookError, OSError):
        return False


def _shipped(name: str, mark: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    # inside the package in a wheel; beside it in a checkout, editable or bare
    for folder in (package / name, package.parent / name):
        if (folder / mark).is_file():
            return folder
    from importlib import resources

    try:
        found = resources.files(f"tui.{name}")
    except ModuleNotFoundError:
        found = None
    if isinstance(found, Path) and (found / mark).is_file():
        return found
    raise BookError(f"this installation lacks its {name} folder; install kanpan again")
