"""How a served session reads keys and writes frames: through two pipes to the process that serves it."""

from __future__ import annotations

from textual import messages
from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Textual's own, but a session whose server is gone ends, instead of waiting for keys for ever."""

    def run_input_thread(self) -> None:
        """Read keys until the session ends, or the pipe does."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self.send_message(messages.ExitApp())
