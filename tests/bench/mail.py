"""Every invitation once, whoever is killed: python -m tests.bench.mail [--mails N].

A CSV of so many people is imported and confirmed, and a real worker sends to a real SMTP server (aiosmtpd). Twice it is
killed with SIGKILL at the worst moment: the server has stored a mail and has not answered yet. `sent` counts mails that
the server has, `duplicates` those that it has more than once, `lost` people without a mail whom the interface does not
show as unsent, `in_doubt` those that the interface shows as in doubt.

`with_its_courier` is the same with a few mails, where the process that hands over is killed together with the worker,
as when a container or a machine ends: what is then in doubt is told, and settled as a person would: by asking whether
the mail has come.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from assessor.domain.imports import ImportState
from assessor.domain.mail import InvitationStatus
from assessor.services.change_invitations import Change, change_invitations
from assessor.services.import_invitations import confirm_import, read_import, view_import
from assessor.services.list_invitations import Wanted, list_invitations
from tests.bench.report import Progress, machine, versions
from tests.inbox import Inbox, inbox, smtp
from tests.living import Living, living

MAILS = 10_000
KILLS = 2
FEW = 40
SLOW_SECONDS = 0.5
"""How long the answer is held back to a mail at which somebody is killed."""
LOOK_SECONDS = 3.0
PATIENCE = 2_400.0


@dataclass
class Killer:
    """Kills the worker while the server holds back its answer to some mails."""

    live: Living
    box: Inbox
    at: list[int]
    """At which numbers of mails that were taken."""
    with_courier: bool = False
    killed: list[int] = field(default_factory=list)

    def taken(self, count: int) -> None:
        """In the server's own thread: it answers nobody in the meantime."""
        if len(self.killed) < len(self.at) and count >= self.at[len(self.killed)]:
            self.killed.append(count)
            worker = self.live.workers[-1]
            couriers = children(worker.pid) if self.with_courier else []
            worker.kill()
            for pid in couriers:
                os.kill(pid, signal.SIGKILL)
            time.sleep(SLOW_SECONDS)
            threading.Thread(target=self._again, args=(worker.wait,)).start()

    def _again(self, wait: Callable[[], int]) -> None:
        wait()
        self.live.worker()


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == pid:
                found.append(int(entry.name))
    return found


def invite_all(live: Living, mails: int, prefix: str) -> tuple[list[str], dict[str, float]]:
    """Import so many people and confirm them; their addresses, and the seconds that it took."""
    addresses = [f"{prefix}-{number}@mail.example" for number in range(mails)]
    rows = [f"Person {number};{address};0" for number, address in enumerate(addresses)]
    content = "\n".join(["name;email;extra time percent", *rows]).encode()
    start = time.monotonic()
    with live.application.work() as work:
        made = read_import(work, live.manager, live.assessment.id, content, source="people.csv", send=True)
    preview = time.monotonic() - start
    with live.application.work() as work:
        confirm_import(work, live.manager, made.id)
    start = time.monotonic()
    live.wait_for("everybody is invited", lambda: _imported(live, made.id), PATIENCE)
    return addresses, {"preview_s": round(preview, 2), "invite_s": round(time.monotonic() - start, 2)}


def _imported(live: Living, import_id: UUID) -> bool:
    with live.application.work(readonly=True) as work:
        return view_import(work, live.manager, import_id).found.state is ImportState.DONE


def counts(live: Living) -> dict[InvitationStatus, int]:
    """What the interface shows."""
    with live.application.work(readonly=True) as work:
        return dict(list_invitations(work, live.manager, live.assessment.id, Wanted()).counts)


def told(live: Living) -> dict[str, InvitationStatus]:
    """What the interface says of each address."""
    found: dict[str, InvitationStatus] = {}
    page = 1
    while True:
        with live.application.work(readonly=True) as work:
            view = list_invitations(work, live.manager, live.assessment.id, Wanted(page=page))
        found |= {row.email: row.status for row in view.rows}
        if not view.more:
            return found
        page += 1


def judged(live: Living, box: Inbox, addresses: list[str]) -> dict[str, int]:
    """What came of it."""
    received, said = Counter(box.recipients), told(live)
    return {
        "sent": sum(1 for each in addresses if received[each]),
        "duplicates": sum(received[each] - 1 for each in addresses if received[each] > 1),
        "lost": sum(1 for each in addresses if not received[each] and said[each] is InvitationStatus.SENT),
        "unsent": sum(1 for each in addresses if not received[each]),
        "in_doubt": sum(1 for each in addresses if said[each] is InvitationStatus.DOUBT),
    }


def settle_doubts(live: Living, box: Inbox, addresses: list[str]) -> None:
    """As a person does: asks who is in doubt whether the mail has come, and says so or sends it again."""
    with live.application.work() as work:
        wanted = Wanted(status=InvitationStatus.DOUBT)
        rows = list_invitations(work, live.manager, live.assessment.id, wanted).rows
        for row in (each for each in rows if each.email in addresses):
            change = Change.ARRIVED if row.email in box.recipients else Change.RESEND
            change_invitations(work, live.manager, live.assessment.id, change, [row.attempt_id])


def _settled(live: Living) -> bool:
    """Asked rarely: it looks at every invitation, on the same cores that send."""
    time.sleep(LOOK_SECONDS)
    return not counts(live).get(InvitationStatus.WAITING)


def sending(live: Living, box: Inbox, mails: int, kills: list[int], *, with_courier: bool) -> dict[str, Any]:
    """Invite and send, killing at these numbers of mails; what came of it."""
    before = len(box.taken)
    prefix = "all" if with_courier else "worker"
    killer = Killer(live, box, [before + each for each in kills], with_courier=with_courier)
    box.on_taken = killer.taken
    live.worker()
    start = time.monotonic()
    addresses, seconds = invite_all(live, mails, prefix)
    live.wait_for("every mail has its end", lambda: _settled(live), PATIENCE)
    spent = time.monotonic() - start
    found: dict[str, Any] = {"mails": mails, "killed_at": [each - before for each in killer.killed]}
    found |= judged(live, box, addresses) | seconds | {"all_s": round(spent, 1)}
    if found["in_doubt"]:
        settle_doubts(live, box, addresses)
        live.wait_for("doubts are settled", lambda: _settled(live))
        after = judged(live, box, addresses)
        found["after_asking"] = {name: after[name] for name in ("sent", "duplicates", "lost", "in_doubt")}
    live.stop_workers()
    return found


def measured(mails: int, few: int = FEW) -> dict[str, Any]:
    """Both."""
    progress = Progress(2)
    with inbox() as box, living("process", **smtp(box.port)) as live:
        kills = [mails * (each + 1) // (KILLS + 1) for each in range(KILLS)]
        found = sending(live, box, mails, kills, with_courier=False)
        progress.step(f"{mails} mails, the worker killed at {found['killed_at']}")
        found["with_its_courier"] = sending(live, box, few, [few // 2], with_courier=True)
        progress.step("the courier killed, too")
        return found | {"machine": machine(), "versions": versions(live.application.database.dsn)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=MAILS)
    print(json.dumps(measured(parser.parse_args().mails), indent=1))


if __name__ == "__main__":
    main()
