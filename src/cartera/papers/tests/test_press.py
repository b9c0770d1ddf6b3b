"""The press: reused while it works, killed when it hangs, replaced when it dies."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from cartera.papers import press as press_module
from cartera.papers.press import Press
from cartera.papers.refusals import PaperNotPrinted, PaperTookTooLong
from cartera.papers.rendering import render
from cartera.papers.tests.reading import frame_of, printed_sample


@pytest.fixture
def press() -> Iterator[Press]:
    made = Press(seconds=20)
    yield made
    made.close()


def printed(press: Press) -> bytes:
    payload, frame = frame_of("FORM-23")
    return render("FORM-23", payload, frame=frame, press=press)


def test_one_child_prints_paper_after_paper(press: Press) -> None:
    printed(press)
    child = press.child_pid
    printed(press)
    assert press.child_pid == child


def test_a_child_that_died_between_papers_is_replaced(press: Press) -> None:
    printed(press)
    child = press.child_pid
    assert child is not None
    os.kill(child, signal.SIGKILL)
    assert printed(press) == printed_sample("FORM-23", 1)
    assert press.child_pid != child


def test_a_child_is_replaced_after_its_share_of_papers(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press_module, "PAPERS_PER_CHILD", 2)
    printed(press)
    child = press.child_pid
    printed(press)
    assert press.child_pid is None
    printed(press)
    assert press.child_pid != child


def test_callers_from_several_threads_get_each_their_paper(press: Press) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(printed(press))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [printed_sample("FORM-23", 1)] * 4


def test_refuses_and_kills_where_the_child_hangs(press: Press) -> None:
    printed(press)
    child = press.child_pid
    assert child is not None
    os.kill(child, signal.SIGSTOP)
    press.seconds = 0.3
    with pytest.raises(PaperTookTooLong, match=r"0\.3 segundos.*incidente [0-9a-f]{8}"):
        printed(press)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    press.seconds = 20
    assert printed(press) == printed_sample("FORM-23", 1)


def test_refuses_with_an_incident_where_the_child_dies_at_work(
    press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    printed(press)
    child = press.child_pid
    assert child is not None
    os.kill(child, signal.SIGSTOP)
    threading.Timer(0.2, os.kill, (child, signal.SIGKILL)).start()
    with pytest.raises(PaperNotPrinted, match="Nada se ha perdido") as refused:
        printed(press)
    assert str(refused.value.details["incident"]) in caplog.text
    assert "Textiles" not in caplog.text
    assert printed(press) == printed_sample("FORM-23", 1)


def test_refuses_a_paper_that_needs_more_memory_than_there_is() -> None:
    small = Press(seconds=20, megabytes=90)
    with pytest.raises(PaperNotPrinted):
        printed(small)
    small.close()


def test_refuses_with_an_incident_where_a_template_fails(press: Press) -> None:
    with pytest.raises(PaperNotPrinted, match="FORM-00"):
        press.typeset("FORM-00", {"template": "no-such.typ", "inputs": {}})
    assert printed(press) == printed_sample("FORM-23", 1)
