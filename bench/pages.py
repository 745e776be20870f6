"""Our pages beside the bare Django page, in turn, one and sixteen at once, and the memory of a worker.

pages.py WORK [ROUNDS]    one JSON line a page and a number at once: p50 and p95 of both, and their ratios
"""

import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PAGES = {
    "overview": "/",
    "covenant": "/convenant/",
    "clause": "/convenant/4f/",
    "register": "/overeenkomsten/",
    "contributions": "/bijdragen/",
    "cities": "/steden/",
    "city": "/steden/GM0150/",
    "calendar": "/agenda/",
    "journal": "/beheer/journaal/",
}


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextmanager
def served(application: str, folder: Path, environment: dict[str, str]):
    """Serve an application with two workers; give its address and its workers' memory in MB."""
    port = free_port()
    command = [
        str(BIN / "gunicorn"),
        "-w",
        "2",
        "--threads",
        "1",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
    ]
    server = subprocess.Popen([*command, application], cwd=folder, env={**os.environ, **environment})
    try:
        for _ in range(200):
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def memory(parent: int) -> float:
    """Return the mean resident memory of the workers, in MB."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    sizes = [
        int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{child}/status").read_text())[1]) / 1024
        for child in children
    ]
    return round(statistics.mean(sizes), 1)


def load(url: str, cookie: str, at_once: int) -> dict:
    command = [
        "wrk",
        "-t1",
        f"-c{at_once}",
        "-d2s",
        "--timeout",
        "30s",
        "-s",
        str(ROOT / "bench" / "report.lua"),
    ]
    done = subprocess.run(
        [*command, "-H", f"Cookie: {cookie}", url], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.strip().splitlines()[-1])


def sign_in(address: str) -> str:
    """Sign in as the secretary of the exercise world and return the session's cookie."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{address}/sign-in/exercise/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    person = re.search(r'name="person" value="(\d+)"', page)[1]
    data = f"csrfmiddlewaretoken={token}&person={person}".encode()
    opener.open(urllib.request.Request(f"{address}/sign-in/exercise/", data, {"Referer": address}))
    return "; ".join(f"{one.name}={one.value}" for one in jar)


def make_worlds(work: Path) -> str:
    """Make the bare database and the exercise world once; return the bare session."""
    work.mkdir(parents=True, exist_ok=True)
    bare = work / "bare-cookie"
    if not bare.exists():
        made = subprocess.run(
            [str(BIN / "python"), "bare.py", "seed", "10000"],
            cwd=ROOT / "bench",
            env={**os.environ, "BARE_HOME": str(work)},
            capture_output=True,
            text=True,
            check=True,
        )
        bare.write_text(made.stdout.strip().splitlines()[-1])
    world = {**os.environ, "KENNISPACT_HOME": str(work / "world"), "KENNISPACT_EXERCISE": "1"}
    for step in ("setup", "exercise"):
        subprocess.run([str(BIN / "kennispact"), step], env=world, check=True, capture_output=True)
    return bare.read_text()


def main() -> None:
    work = Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    bare_cookie = make_worlds(work)
    ours = {"KENNISPACT_HOME": str(work / "world"), "KENNISPACT_EXERCISE": "1"}
    with (
        served("bare:application", ROOT / "bench", {"BARE_HOME": str(work)}) as (bare, bare_pid),
        served("kennispact.config.wsgi", ROOT, ours) as (house, our_pid),
    ):
        cookie = sign_in(house)
        for address, session in ((bare + "/list?page=7", bare_cookie), (house + "/", cookie)):
            load(address, session, 4)  # so that both workers have answered, and loaded what they need
        fresh = {"bare": memory(bare_pid), "ours": memory(our_pid)}
        for name, path in PAGES.items():
            for at_once in (1, 16):
                pairs = [
                    (load(house + path, cookie, at_once), load(f"{bare}/list?page=7", bare_cookie, at_once))
                    for _ in range(rounds)
                ]
                print(json.dumps(line(name, path, at_once, pairs)), flush=True)
        after = {"bare": memory(bare_pid), "ours": memory(our_pid)}
        print(json.dumps({"page": "memory", "fresh": fresh, "after": after}), flush=True)


def line(name: str, path: str, at_once: int, pairs: list) -> dict:
    def middle(numbers) -> float:
        return round(statistics.median(numbers), 2)

    return {
        "page": name,
        "path": path,
        "at_once": at_once,
        "p50_ms": middle(a["p50_ms"] for a, _ in pairs),
        "p95_ms": middle(a["p95_ms"] for a, _ in pairs),
        "bare_p50_ms": middle(b["p50_ms"] for _, b in pairs),
        "ratio_p50": middle(a["p50_ms"] / b["p50_ms"] for a, b in pairs),
        "ratio_p95": middle(a["p95_ms"] / b["p95_ms"] for a, b in pairs),
        "errors": sum(a["errors"] + b["errors"] for a, b in pairs),
    }


if __name__ == "__main__":
    main()
