"""The server of `make run`: two processes of four threads; ready means ready."""

import os

PORT = os.environ.get("PORT", "8000")

wsgi_app = "kennispact.config.wsgi"
bind = [f"127.0.0.1:{PORT}"]
workers = 2
threads = 4
# Charts and documents are made by libraries that do not survive a fork: every process loads its own.
preload_app = False
graceful_timeout = 5
proc_name = "kennispact"
loglevel = "warning"
control_socket_disable = True


def when_ready(_server: object) -> None:
    """Say where to go, only once it answers there."""
    print(f"\nKennispact is open on http://127.0.0.1:{PORT}   (Ctrl-C closes it)", flush=True)
    if os.environ.get("KENNISPACT_EXERCISE") == "1":
        print("This is an exercise: every act in it is made up. How to sign in stands above.\n", flush=True)
