"""Mail servers on loopback that behave, refuse, hang, or hang up after DATA."""

import socket
import threading
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Box:
    """Keeps what came in. ``answer`` is the word of the server about a receiver or a letter."""

    def __init__(self):
        self.letters: list[bytes] = []
        self.to: str = "250 OK"
        self.after_data: str = "250 OK"
        self.while_taking: Callable[[], None] = lambda: None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.after_data.startswith("250") or self.after_data == "gone":
            self.letters.append(envelope.content)
        self.while_taking()
        if self.after_data == "gone":  # it has the letter, and falls silent before saying so
            server.transport.abort()
        return self.after_data


class Server(Controller):
    """A mail server on the port that the system chose."""

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Silent:
    """A server that takes a call and says nothing."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.calls: list[socket.socket] = []
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        while True:
            try:
                self.calls.append(self.socket.accept()[0])
            except OSError:
                return

    def stop(self):
        # Closing alone does not wake a thread that waits in accept.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for call in self.calls:
            call.close()
        self.thread.join(5)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
