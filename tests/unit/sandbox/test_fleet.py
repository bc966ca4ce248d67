"""Runbooks are split, and what a node's agent answers is believed no further than it should be."""

from __future__ import annotations

import socket
import threading

import pytest

from sandbox.errors import ConnectionLost, ProviderUnavailable
from sandbox.execution import RunOutcome
from sandbox.fleet import FleetPlan, Section, Shell, sections_of
from sandbox.fleet.running import run_sections
from sandbox.process_provider import ProcessProvider
from sandbox.provider import Template, TemplateDatabase

TEXT = "ls\n-- on primary\n# nothing but a remark\n\n-- On Spare\r\npg_ctl stop\n-- on the table\n"


@pytest.fixture
def node(tmp_path):
    """Answers as told; gives the state of a handle."""
    servers = []

    def answering(*answers):
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(tmp_path / "primary"))
        server.listen()
        servers.append(server)

        def serve():
            for answer in answers:
                connection, _ = server.accept()
                connection.recv(65536)
                connection.sendall(answer)
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        servers.append(thread)
        return {"fleet": str(tmp_path), "fleet_token": "secret", "fleet_nodes": "primary"}

    yield answering
    for each in servers:
        each.close() if isinstance(each, socket.socket) else each.join()


def test_a_runbook_is_split_at_its_heads():
    assert sections_of(TEXT, "primary") == (
        Section("primary", "ls\n", 1),
        Section("spare", "\npg_ctl stop\n-- on the table\n", 5),
    )
    assert sections_of("-- on primary\n") == ()


def test_what_a_script_gave(node):
    ran = Shell(node(b"3 5 7\nno\xff\n!")).run("primary", "false")
    assert (ran.exit, ran.output, ran.cut, ran.ended) == (3, "no\ufffd\n!", 7, "exit 3")


def test_a_script_that_was_stopped(node):
    assert Shell(node(b"-1 0 0\n")).run("primary", "sleep 9").ended == "stopped: out of time"


@pytest.mark.parametrize("answer", [b"", b"gibberish\n", b"1 2\n"])
def test_an_agent_that_was_ended_is_no_answer(node, answer):
    with pytest.raises(ConnectionLost, match="shell of primary was ended"):
        Shell(node(answer)).run("primary", "true")


def test_a_node_that_is_not_there(tmp_path):
    shell = Shell({"fleet": str(tmp_path), "fleet_token": "", "fleet_nodes": "primary"})
    assert not shell.listens("primary")
    with pytest.raises(ConnectionLost, match="node primary does not answer"):
        shell.run("primary", "true")


def test_scripts_that_cannot_be_sent(tmp_path):
    shell = Shell({"fleet": str(tmp_path), "fleet_token": "", "fleet_nodes": "primary"})
    for script in ("x" * 100_001, "a\0b"):
        with pytest.raises(ValueError, match="at most"):
            shell.run("primary", script)


def test_a_run_gives_each_section_a_result_with_its_lines(node):
    result = run_sections(node(b"0 8 0\none\ntwo\n", b"1 0 0\n"), "ls\n-- on primary\nfalse\n-- on moon\nls")
    first, second = result.results
    assert (first.columns[0].name, first.rows) == ("primary: exit 0", (("one",), ("two",)))
    assert (second.columns[0].name, second.rows) == ("primary: exit 1", ())
    assert result.outcome is RunOutcome.ERROR
    assert result.message == "Line 4: there is no node moon; there are primary."


def test_processes_cannot_be_a_fleet_and_say_so(tmp_path):
    template = Template((TemplateDatabase("challenge", ()),), fleet=FleetPlan(("primary",), "true"))
    with pytest.raises(ProviderUnavailable, match="needs a Docker Engine"):
        ProcessProvider("mine", tmp_path).prepare(template)
    assert template.key != Template(template.databases).key
