"""A process of its own that hands mails over: `python -m assessor.mail.courier JOURNAL_DESCRIPTOR`.

Reads the server and then one letter a line from standard input, and answers each with one line. When whoever started
it is killed, it ends the letter at hand, writes into the journal what became of it, and goes.
"""

from __future__ import annotations

import json
import signal
import sys
from contextlib import closing
from dataclasses import asdict
from functools import partial

from assessor.mail.journal import Journal
from assessor.mail.letter import Letter, from_line
from assessor.mail.outcome import Ending, Outcome
from assessor.mail.server import MailServer
from assessor.mail.smtp import Conversation


def deliver(conversation: Conversation, journal: Journal, letter: Letter) -> Outcome:
    """Hand one letter over, and write down before and after what is known."""
    outcome = conversation.hand_over(letter, partial(journal.begin, letter.id))
    if outcome.ending is not Ending.UNSENT:
        journal.end(letter.id, outcome.ending, outcome.code)
    return outcome


def main() -> None:
    """Work until there are no more letters."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    journal = Journal(int(sys.argv[1]))
    with closing(Conversation(MailServer(**json.loads(sys.stdin.readline())))) as conversation:
        for line in sys.stdin:
            outcome = deliver(conversation, journal, from_line(line))
            try:
                sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
                sys.stdout.flush()
            except BrokenPipeError:
                break


if __name__ == "__main__":
    main()
