"""How the official PostgreSQL image starts with init scripts, in a container of our own image: the thing to beat.

initdb, a server that only the scripts reach, the scripts by psql, a stop, and the server again: what its entrypoint
does. Trusting every login, and without our hardening: both make it faster, not slower.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo

from sandbox.docker_provider.engine import Engine
from sandbox.docker_provider.hardening import SOCKET_FOLDER, UID
from sandbox.provider import SeedScript, Template
from sandbox.readiness import wait_until_ready

READY_SECONDS = 120.0

_ENTRYPOINT = f"""
bin=/sandbox/bin; data=/tmp/data
$bin/initdb -D $data -U postgres -E UTF8 --auth=trust >/dev/null
$bin/pg_ctl -D $data -s -w -o "-c listen_addresses='' -c unix_socket_directories=/tmp" start >/dev/null
$bin/createdb -h /tmp -U postgres challenge
for script in /scripts/*.sql; do
    $bin/psql -h /tmp -U postgres -d challenge -q -v ON_ERROR_STOP=1 -f "$script" >/dev/null
done
$bin/pg_ctl -D $data -s -m fast -w stop >/dev/null
exec $bin/postgres -D $data -c listen_addresses='' -c unix_socket_directories={SOCKET_FOLDER}
"""


@contextmanager
def official_start(engine: Engine, image: str, template: Template, folder: Path) -> Iterator[str]:
    """A server that answers, reached over the DSN; gone with everything afterwards."""
    place = folder / secrets.token_hex(6)
    sockets, scripts = place / "run", place / "scripts"
    for each in (sockets, scripts):
        each.mkdir(parents=True)
        each.chmod(0o777)
    for number, script in enumerate(template.databases[0].scripts):
        (scripts / f"{number:02}.sql").write_text(_text(script), encoding="utf-8")
    container = engine.client.containers.create(
        image,
        entrypoint=["/bin/sh", "-ec", _ENTRYPOINT],
        command=[],
        user=f"{UID}:{UID}",
        network_mode="none",
        volumes={str(sockets): {"bind": SOCKET_FOLDER}, str(scripts): {"bind": "/scripts", "mode": "ro"}},
    )
    try:
        container.start()
        dsn = make_conninfo("", host=str(sockets), user="postgres", dbname="challenge")
        wait_until_ready(dsn, READY_SECONDS, lambda: None)
        yield dsn
    finally:
        container.remove(force=True, v=True)
        shutil.rmtree(place, ignore_errors=True)


def _text(script: SeedScript) -> str:
    settings = "".join(
        f"SELECT set_config('{name}', '{value}', false);\n" for name, value in script.settings.items()
    )
    return settings + script.sql
