#!/usr/bin/env python3
"""Run a command with a PostgreSQL of its own, and take that away again, whatever happens.

    with_postgres.py [--tcp] COMMAND...

Debian's binaries make a throw-away cluster under the temporary folder: checksums on, Dutch collation,
reached through a socket file (``--tcp``: also on a free port of 127.0.0.1). DATABASE_URL tells the command
where. Root lends the cluster to the user ``postgres``, because PostgreSQL refuses root. Disk writes are
real (fsync), as in use; KENNISPACT_TEST_FAST=1 gives that up for speed.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

SECONDS_TO_START = 60
UNSAFE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


def binaries() -> Path:
    """Return the folder of the newest PostgreSQL that Debian installed."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found:
        raise SystemExit("with_postgres: PostgreSQL is missing; as root: apt-get install postgresql")
    return max((each.parent for each in found), key=lambda bins: int(bins.parent.name))


def _as_postgres() -> dict[str, object]:
    """Return what makes a child process another user than root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _options(home: Path, *, port: int, tcp: bool) -> list[str]:
    addresses = "127.0.0.1" if tcp else ""
    settings = [f"listen_addresses={addresses}", f"port={port}", f"unix_socket_directories={home}"]
    settings += ["logging_collector=off", "log_min_messages=fatal", "max_connections=60"]
    if os.environ.get("KENNISPACT_TEST_FAST"):
        settings += UNSAFE
    return [part for setting in settings for part in ("-c", setting)]


def _wait_until_ready(server: subprocess.Popen[bytes], bins: Path, home: Path, port: int) -> None:
    patience = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < patience:
        ready = subprocess.run([bins / "pg_isready", "-q", "-h", str(home), "-p", str(port)], check=False)
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    raise SystemExit(f"with_postgres: the server did not start; it said:\n{(home / 'log').read_text()}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the sessions and the server; when that takes too long, without ceremony."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(how)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                continue


@contextmanager
def postgres(*, tcp: bool = False) -> Iterator[str]:
    """Give the DATABASE_URL of a running, empty PostgreSQL, and remove it afterwards."""
    bins, other = binaries(), _as_postgres()
    home = Path(tempfile.mkdtemp(prefix="kennispact-pg-"))
    server = None
    try:
        if other:
            shutil.chown(home, "postgres", "postgres")
        subprocess.run(
            [bins / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
             "--data-checksums", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=nl-NL"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **other,
        )  # fmt: skip
        port = _free_port()
        with (home / "log").open("wb") as log:
            start = [bins / "postgres", "-D", home / "data", *_options(home, port=port, tcp=tcp)]
            # A group of its own: Ctrl-C at the terminal reaches the command first, the server after it.
            server = subprocess.Popen(start, stdout=log, stderr=log, cwd="/", process_group=0, **other)
        _wait_until_ready(server, bins, home, port)
        where = ["-h", str(home), "-p", str(port), "-U", "postgres"]
        subprocess.run([bins / "createdb", *where, "kennispact"], check=True)
        host = "127.0.0.1" if tcp else quote(str(home), safe="")
        yield f"postgres://postgres@{host}:{port}/kennispact"
    finally:
        if server:
            _stop(server)
        shutil.rmtree(home, ignore_errors=True)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def main(arguments: list[str]) -> int:
    tcp = arguments[:1] == ["--tcp"]
    command = arguments[tcp:]
    if not command:
        raise SystemExit("usage: with_postgres.py [--tcp] COMMAND...")
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    with postgres(tcp=tcp) as url:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        try:
            return child.wait()
        except (SystemExit, KeyboardInterrupt):
            if child.poll() is None:
                child.terminate()
                child.wait(20)
            raise


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
