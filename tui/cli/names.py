"""The commands and what each does, in one line."""

from __future__ import annotations

COMMANDS = {
    "export": "write a view as CSV, JSON, Markdown, Parquet or xlsx",
    "check": "list the cells whose printed PE does not fit price and EPS",
    "news": "list the stories, and why each is linked",
    "themes": "list the investment themes with members and median forward PE",
    "columns": "list every column with its unit and formula",
    "init": "make a book to write into",
    "config": "show the settings, or where they stand",
    "completion": "print the completion script of a shell",
}
HEADLESS = {*COMMANDS, "--help", "-h", "--version"}
