"""The grid: a table of any length, drawn line by line; it knows no stocks."""
