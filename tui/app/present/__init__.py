"""From a board to frames: pure functions, in the board's language."""
