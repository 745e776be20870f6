import socket

import pytest

from kennispact.ground.kit.refusal import Refused
from kennispact.ground.kit.sandbox import SandboxError, call

HERE = "kennispact.ground.kit.tests.misbehave"


def refused(function, payload=b"", **limits):
    with pytest.raises(Refused) as answer:
        call(f"{HERE}:{function}", payload, **limits)
    return [refusal.code for refusal in answer.value.refusals]


def test_a_function_runs_on_the_bytes_and_answers_with_a_value():
    assert call(f"{HERE}:count", b"x" * 1_000_000) == {"bytes": 1_000_000}


def test_an_answer_may_be_bytes():
    assert call(f"{HERE}:reverse", b"\x00\xff") == b"\xff\x00"


def test_what_a_library_prints_does_not_spoil_the_answer():
    assert call(f"{HERE}:chatter", b"") == "quiet"


def test_the_child_inherits_no_environment(monkeypatch):
    monkeypatch.setenv("KENNISPACT_SECRET", "not for children")
    seen = call(f"{HERE}:environment", b"")
    assert not [name for name in seen if name.startswith(("KENNISPACT", "DATABASE"))]


def test_all_refusals_of_the_function_come_back_with_their_facts():
    with pytest.raises(Refused) as answer:
        call(f"{HERE}:refuse", b"")
    assert [str(refusal) for refusal in answer.value.refusals] == ["Line 3 is wrong.", "And so is this."]


def test_a_crash_of_the_process_is_a_refusal():
    assert refused("abort") == ["file.unreadable"]


def test_an_error_is_a_refusal_whose_cause_is_kept_for_the_log():
    with pytest.raises(Refused) as answer:
        call(f"{HERE}:fail", b"")
    assert isinstance(answer.value.__cause__, SandboxError)
    assert "a damaged thing" in str(answer.value.__cause__)


def test_too_much_memory_is_a_refusal():
    assert refused("eat", megabytes=256) == ["file.too-heavy"]


def test_too_much_to_say_is_a_refusal():
    assert refused("talk", answer_megabytes=1) == ["file.too-heavy"]


@pytest.mark.parametrize("function", ["think", "sleep"])
def test_too_much_time_is_a_refusal_whether_it_computes_or_waits(function):
    assert refused(function, seconds=1) == ["file.too-slow"]


def test_the_child_writes_no_file_and_starts_no_program(tmp_path):
    assert refused("write", str(tmp_path / "a").encode()) == ["file.unreadable"]
    assert refused("start", str(tmp_path / "b").encode()) == ["file.unreadable"]
    assert not (tmp_path / "b").exists()
    assert not (tmp_path / "a").exists() or (tmp_path / "a").read_text() == ""


def test_the_child_reaches_no_address():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        assert refused("call_out", str(listener.getsockname()[1]).encode()) == ["file.unreadable"]
        with pytest.raises(TimeoutError):
            listener.accept()
