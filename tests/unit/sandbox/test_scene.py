"""Sessions of a scene that are over."""

import pytest

from sandbox import wire
from sandbox.cast import Plot, Scene
from sandbox.cast.player import Doing


class Session:
    def __init__(self, pid, doing):
        self.pid, self.doing = pid, doing

    def poll(self):
        return self.doing


@pytest.fixture
def asked(monkeypatch):
    texts = []
    monkeypatch.setattr(wire, "ask", lambda connection, text, seconds: texts.append(text) or [])
    return texts


def test_who_was_ended_is_waited_for_once(asked):
    scene = Scene(Plot((), ()), None, None)
    there = [Session(7, Doing.LOST), Session(8, Doing.DONE)]
    scene.bury(there)
    scene.bury(there)
    assert len(asked) == 1
    assert "ARRAY[7]" in asked[0]
