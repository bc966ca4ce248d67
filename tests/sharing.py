"""How the tests are shared among processes: a file goes to one of them whole, and so do all tests with a browser."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling


class Sharing(LoadScopeScheduling):
    """By file, in the order of collection. One demo is started for all browsers: theirs is the longest chain."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "tests/e2e" if file.startswith("tests/e2e/") else file
