"""The query language: text → tokens → nodes → checked query → mask. Columns are passed in."""
