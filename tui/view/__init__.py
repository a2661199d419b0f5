"""Views: what is shown, in which order and form; the same for the screen and for export."""
