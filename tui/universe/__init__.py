"""The universe: coverage, estimates and market joined, valued, checked, themed and linked."""
