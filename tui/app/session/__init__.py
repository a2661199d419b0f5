"""The session itself, link by link: what it keeps, reads, watches and does."""
