"""Kanpan: a terminal watchlist and thematic screener."""
