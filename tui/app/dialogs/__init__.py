"""What opens over a screen: to tell something, or to take it."""
