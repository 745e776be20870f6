"""The product itself with many products: the answer while typing, the index from the database, one more product.

suggesting.py WORK N    one JSON line; the world of N products is kept in WORK

The answer while typing is asked as a browser would, through every layer but the network: session, rights,
draft kept, index, reasons, HTML. Texts grow word by word, as they do when somebody types.
"""

import json
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from linking import asked, make, memory, passages

ROOT = Path(__file__).resolve().parents[1]
TYPED = 60  # questions, each sent after 5, 10, 20 and 30 words


def world(home: Path, work: Path, size: int) -> None:
    """Make the covenant's world with so many products, unless it stands there."""
    os.environ.update(KENNISPACT_HOME=str(home), KENNISPACT_EXERCISE="1", KENNISPACT_DEBUG="0")
    os.environ["DJANGO_SETTINGS_MODULE"] = "kennispact.config.settings"
    import django

    home.mkdir(parents=True, exist_ok=True)
    django.setup()
    if (home / "built").exists():
        return
    from kennispact.doors.cli.commands.putting_up import exercise, setup
    from kennispact.ground import clock
    from kennispact.ground.acts.models import recorded
    from kennispact.ground.kit.actor import SYSTEM
    from kennispact.programme.products.models import Product, Registration

    setup()
    exercise()
    rows = list(passages(size, work / "data"))
    made = Product.objects.bulk_create((Product(key=f"M{number}") for number, _, _ in rows), batch_size=500)
    about = {"kind": "news", "year": 2024, "happened_on": date(2024, 1, 1), **recorded(SYSTEM, clock.now())}
    Registration.objects.bulk_create(
        (
            Registration(product=one, title=title, summary=body, **about)
            for one, (_, title, body) in zip(made, rows, strict=True)
        ),
        batch_size=500,
    )
    (home / "built").touch()


def measure(work: Path, size: int) -> dict[str, object]:
    make(ROOT / "data" / "products.jsonl", size, work / "data")
    world(work / f"world-{size}", work, size)
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from kennispact.ground import clock
    from kennispact.ground.kit.actor import SYSTEM
    from kennispact.ground.people.models import Person
    from kennispact.programme.finding import queries
    from kennispact.programme.products import commands
    from kennispact.programme.products.rules import Facts

    settings.ALLOWED_HOSTS = ["testserver"]
    start, cpu = time.perf_counter(), time.process_time()
    queries.current_index().rebuild()
    result: dict[str, object] = {
        "n": size,
        "rebuild_wall_s": time.perf_counter() - start,
        "rebuild_cpu_s": time.process_time() - cpu,
        "rebuild_rss_mb": memory(),
    }
    client = Client()
    client.force_login(Person.objects.filter(email__contains="contactpersoon").order_by("pk").first())
    address = reverse("suggest")
    result |= typing(client, address, [str(one["plain"]) for one in asked(size, work / "data")[:TYPED]])
    text = f"Klokkenspelbeiaard {time.time_ns()} in de binnenstad"
    start = time.perf_counter()
    facts = Facts(kind="news", title=text, year=2024, url="https://example.org/", themes=("duurzaamheid",))
    commands.register_product(facts=facts, happened_on=clock.today(), by=SYSTEM, at=clock.now())
    found = client.post(address, {"text": text}).content.decode()
    result["found_after_ms"] = (time.perf_counter() - start) * 1e3
    result["found"] = "Klokkenspelbeiaard" in found
    return result


def typing(client: Any, address: str, texts: list[str]) -> dict[str, float]:
    """Send each text as it grows; the processor's time says what the page costs on a machine of its own."""
    spent = []
    cpu = time.process_time()
    for text in texts:
        for many in (5, 10, 20, 30):
            start = time.perf_counter()
            answer = client.post(address, {"text": " ".join(text.split()[:many])})
            spent.append((time.perf_counter() - start) * 1e3)
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
    cpu = (time.process_time() - cpu) * 1e3 / len(spent)
    spent.sort()
    p95 = spent[int(len(spent) * 0.95) - 1]
    return {"typing_cpu_ms": cpu, "typing_p50_ms": spent[len(spent) // 2], "typing_p95_ms": p95}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
