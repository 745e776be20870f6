"""The index: derived from the database, kept beside it, thrown away without regret.

Each process holds one engine and remembers how far the tables had come when it read them (marks). Every
answer first compares the marks: what is new is added before it answers, so a change is found at once. The
folder on disk is shared: one process writes at a time, the others open it again. When the folder is
missing, damaged or made by another version, it is built anew from the database; until that is done, a
large collection answers from a handful of candidates that the database itself finds, a small one waits.
"""

import fcntl
import json
import logging
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from django.db import connection

from kennispact.programme.finding import contents
from kennispact.programme.finding.contents import Seen
from kennispact.programme.linking.documents import MaySee
from kennispact.programme.linking.engine import Engine
from kennispact.programme.linking.shelf import write_whole
from kennispact.programme.linking.unusable import IndexUnusable

LARGE = 3_000  # documents; up to here building takes no longer than a reader waits
T = TypeVar("T")
_log = logging.getLogger(__name__)
_BROKEN = (IndexUnusable, OSError, ValueError, RuntimeError, KeyError)


class Index:
    """One process's way to the index in a folder. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; nothing is read before the first question."""
        self.folder = folder
        self._lock = threading.RLock()
        self._engine: Engine | None = None
        self._seen: Seen | None = None
        self._learned: object = None
        self._builder: threading.Thread | None = None

    def answer(self, text: str, ask: Callable[[Engine], T]) -> T:
        """Ask the engine, as it follows the database now. A broken index is built anew and asked again.

        ``text`` is what is asked: while a large index is being built, only documents that hold words of it
        are compared.
        """
        with self._lock:
            try:
                return ask(self._following(text))
            except _BROKEN:
                _log.warning("the index was broken and is built anew", exc_info=True)
                self.throw_away()
                return ask(self._following(text))

    def throw_away(self) -> None:
        """Forget the engine and remove the folder: the next answer comes from the database."""
        with self._lock:
            self._engine = self._seen = self._learned = None
            shutil.rmtree(self.folder, ignore_errors=True)

    def rebuild(self) -> int:
        """Build the index anew from the database now, and return how many documents it holds."""
        with self._lock, self._writing(wait=True):
            engine = self._build(contents.how_far())
            return sum(len(shelf.by_key) for shelf in engine.store.shelves.values())

    # ---- following the database

    def _following(self, text: str) -> Engine:
        now = contents.how_far()
        if self._engine is None or self._engine.changed():
            self._open()
        if self._engine is None and contents.size(now) > LARGE:
            self._build_beside()
            return contents.candidates(text)
        if self._engine is None or self._seen != now:
            with self._writing(wait=self._engine is None) as mine:
                if mine:
                    self._catch_up(now)
        assert self._engine is not None
        judged = contents.judged_how_far()
        if self._learned != judged:
            self._engine.learn(contents.judgements())
            self._learned = judged
        return self._engine

    def _catch_up(self, now: Seen) -> None:
        if self._engine is None or self._engine.changed():
            self._open()
        change = contents.change(self._seen, now) if self._engine and self._seen else None
        if self._engine is None or change is None:
            self._build(now)
            return
        self._engine.add(
            change.items, change.questions, gone_items=change.gone_items, gone_questions=change.gone_questions
        )
        self._remember(now)

    def _open(self) -> None:
        """Open what is on disk, if it can be used."""
        self._engine = self._seen = self._learned = None
        current = self._current()
        if current is None:
            return
        with suppress(*_BROKEN, TypeError):
            seen = contents.from_json(json.loads((current / "seen.json").read_text(encoding="utf-8")))
            engine = Engine.open(
                current, contents.thesaurus(), contents.themes(), closed_questions=contents.closed_questions()
            )
            self._engine, self._seen = engine, seen

    def _build(self, now: Seen) -> Engine:
        """Build a new folder beside the old one, then point at it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"built-{uuid.uuid4().hex[:12]}"
        engine = Engine.build(
            contents.items(),
            contents.questions(),
            contents.thesaurus(),
            contents.themes(),
            folder=self.folder / name,
        )
        old = self._current()
        self._engine, self._learned = engine, None
        self._remember(now, self.folder / name)
        write_whole(self.folder / "current", name)
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)
        return engine

    def _build_beside(self) -> None:
        """Build in a thread of its own, once."""
        if self._builder is not None and self._builder.is_alive():
            return

        def build() -> None:
            try:
                other = Index(self.folder)
                with other._writing(wait=False) as mine:
                    if mine:
                        other._build(contents.how_far())
            except Exception:  # noqa: BLE001 - the next question tries again
                _log.exception("the index could not be built")
            finally:
                connection.close()

        self._builder = threading.Thread(target=build, name="index", daemon=True)
        self._builder.start()

    # ---- the folder

    def _current(self) -> Path | None:
        with suppress(OSError, ValueError):
            name = (self.folder / "current").read_text(encoding="utf-8").strip()
            if name.startswith("built-") and (self.folder / name).is_dir():
                return self.folder / name
        return None

    def _remember(self, now: Seen, folder: Path | None = None) -> None:
        self._seen = now
        folder = folder or self._current()
        if folder is not None:
            write_whole(folder / "seen.json", json.dumps(contents.as_json(now)))

    @contextmanager
    def _writing(self, *, wait: bool) -> Iterator[bool]:
        """Hold the right to write in the folder; tell whether it was got."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True


def may_see(engine: Engine, closed: frozenset[str]) -> MaySee:
    """Return who may see what: everything that is public, and these keys of what is not."""
    if not closed:
        return None
    hidden = engine.store.closed["questions"].keys()
    return lambda key: key in closed or key not in hidden
