"""Drills: work in processes of their own that start at once, are killed with -9, or meet a fault at any call."""

import os
import signal
import subprocess
import sys

from django.db import OperationalError, connection


def start(module, *arguments, fall=0):
    """Start ``prepare(*arguments)`` of a module in a process of its own; wait until it is about to work.

    With ``fall`` it kills itself with -9 at that call of the database.
    """
    database = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-m", "kennispact.ground.acts.tests.drill_process", database, str(fall), module]
        + [str(one) for one in arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout.readline().strip() == "ready"
    return process


def go(*processes):
    """Let processes begin."""
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()


def done(process):
    """Wait for the end and return how much it told to have done; -1 if it was killed before."""
    told = process.stdout.readline().strip()
    # A kill may also come after that was told.
    assert process.wait(120) in {0, -signal.SIGKILL}
    process.stdout.close()
    process.stdin.close()
    connection.close()
    return int(told or -1)


def at_once(module, *arguments):
    """Let two processes do the same at the same time; return what each told."""
    both = [start(module, *arguments), start(module, *arguments)]
    go(*both)
    return [done(process) for process in both]


def alone(module, *arguments, fall=0):
    """Let one process do its work; return what it told."""
    process = start(module, *arguments, fall=fall)
    go(process)
    return done(process)


class FaultAt:
    """Raises an error at one call of the database."""

    def __init__(self, place):
        self.place, self.calls = place, 0

    def __call__(self, execute, sql, params, many, context):
        self.calls += 1
        if self.calls == self.place:
            self.strike()
        return execute(sql, params, many, context)

    def strike(self):
        raise OperationalError("injected")


class FallAt(FaultAt):
    """Kills its own process at one call of the database."""

    def strike(self):
        os.kill(os.getpid(), signal.SIGKILL)
