"""The rehearsal of the way back: up to where the old version would retire, then every way back in turn."""

from __future__ import annotations

from assessor.grading.migrating.rehearsal import Broken, Rehearsal


class Back(Rehearsal):
    """Undoes what the two versions did together."""

    def all(self) -> None:
        """Every step but those after the old version's end, and back. Raises Broken."""
        original = self.theatre.sight.shapes()
        undone = {step.name for step in self.changes.steps[: self.changes.retire]}
        for index, step in enumerate(self.changes.steps[: self.changes.retire]):
            self.forward(index, step)
        downs = [down for down in self.changes.downs if down.name in undone]
        if not downs:
            raise Broken('there is no way back: no line "-- down: name" before the old version retires')
        self.fails = "cannot be undone"
        for down in downs:
            self.tried(down)
            self.seen(down, down.statements[0]).note = "the way back"
            where = f'after the way back from "{down.name}"'
            self.found.wrong += self.theatre.workload.run(["old"], where)
        where = "after the way back"
        self.found.wrong += self.theatre.workload.same(where, back=True)
        now = self.theatre.sight.shapes()
        changed = sorted(name for name in original.keys() | now.keys() if original.get(name) != now.get(name))
        self.found.wrong += [(where, f"{name} is not what it was") for name in changed]
