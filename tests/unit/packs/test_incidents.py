"""What the loader says of actors, clients and facts."""

from pathlib import Path

import pytest

from assessor.errors import PackInvalid
from assessor.packs.files import read_files
from assessor.packs.loader import Pack

FILES, _ = read_files(Path(__file__).parents[3] / "challenges" / "orders-stand-still")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('dataset = "counter"', 'dataset = "visible"', 'no hidden dataset "visible"; allowed: counter'),
        ('name = "dashboard"', 'name = "console"', '"console" is there twice'),
        ('role = "deploy"', 'role = "boss"', 'no role "boss"'),
        ('culprits = ["console"]', 'culprits = ["ghost"]', 'no actor "ghost"'),
        ('culprits = ["console"]', "", "a cause has either culprits or names"),
        (", credit = 1", "", "exactly one option must have credit = 1"),
        ("never = 9", "never = 2", "must be above within, which is 3"),
        ("again = true", "", "needs an actor with again = true"),
        ('facts = ["orders-kept", ', "facts = [", 'no check uses fact "orders-kept"'),
        ('actors = ["billing-run", ', 'actors = ["console", ', 'no actor with finishes "console"'),
        ('kind = "incident"', 'kind = "routine"', 'does not belong to kind = "routine"'),
        ('id = "deadlock"', 'id = "billing"', 'option "billing" is there twice'),
        ("sessions = 2", "sessions = 2\nmost_blocks = 9", "must be one statement where most_blocks is given"),
    ],
)
def test_problems(old, new, told):
    spec = FILES["challenge.toml"]
    assert old in spec
    with pytest.raises(PackInvalid) as caught:
        Pack.from_files({**FILES, "challenge.toml": spec.replace(old, new)})
    assert told in "\n".join(caught.value.problems)


def test_a_limit_of_sessions_names_a_role():
    spec = FILES["challenge.toml"].replace("[incident]", "[incident]\nconnections = { guest = 3 }")
    with pytest.raises(PackInvalid) as caught:
        Pack.from_files({**FILES, "challenge.toml": spec})
    assert 'no role "guest"' in "\n".join(caught.value.problems)
