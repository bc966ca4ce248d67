"""What is on the disk when a sender dies."""

from __future__ import annotations

import os
from uuid import uuid4

import pytest

from assessor.mail.journal import Journal, JournalBusy
from assessor.mail.outcome import Ending, Outcome


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "mail.journal"


def test_what_was_written_is_read_after_a_restart(path):
    taken, lost, refused = uuid4(), uuid4(), uuid4()
    journal = Journal.open(path)
    name = journal.name
    for each in (taken, lost, refused):
        journal.begin(each)
    journal.end(taken, Ending.ACCEPTED, 250)
    journal.end(refused, Ending.REFUSED, 550)
    journal.close()
    again = Journal.open(path)
    assert again.name == name
    assert again.endings() == {
        taken: Outcome(Ending.ACCEPTED, 250),
        lost: Outcome(Ending.DOUBT, 0),
        refused: Outcome(Ending.REFUSED, 550),
    }
    again.clear()
    assert (again.name, again.endings()) == (name, {})
    again.close()


@pytest.mark.parametrize("torn", ["6f", "6f9f accep", "6f9f accepted 25"])
def test_a_line_that_was_cut_off_counts_as_not_written(path, torn):
    mail_id = uuid4()
    journal = Journal.open(path)
    journal.begin(mail_id)
    os.write(journal.descriptor, torn.encode())
    journal.close()
    again = Journal.open(path)
    again.end(mail_id, Ending.ACCEPTED, 250)
    assert again.endings() == {mail_id: Outcome(Ending.ACCEPTED, 250)}
    again.close()


def test_only_one_has_it_until_the_last_who_inherited_it_is_gone(path):
    journal = Journal.open(path)
    inherited = os.dup(journal.descriptor)
    journal.close()
    with pytest.raises(JournalBusy):
        Journal.open(path)
    os.close(inherited)
    Journal.open(path).close()


def test_a_journal_that_was_lost_takes_its_name_with_it(path):
    journal = Journal.open(path)
    name = journal.name
    journal.close()
    path.unlink()
    fresh = Journal.open(path)
    assert fresh.name != name
    fresh.close()
    assert path.stat().st_mode & 0o077 == 0
