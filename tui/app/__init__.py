"""The terminal session; the only folder that imports textual."""
