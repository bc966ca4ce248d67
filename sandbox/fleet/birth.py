"""The scripts that bring a node of a fleet into the world, run by its agent as any other."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources


def address(number: int) -> str:
    """Of the node with that number in a plan, from 0; only the fleet's own network has it."""
    return f"127.0.1.{number + 1}"


def agent() -> str:
    """What runs as the first process of each node."""
    return (resources.files("sandbox") / "fleet" / "agent.pl").read_text(encoding="utf-8")


def environment(node: str, nodes: Sequence[str]) -> dict[str, str]:
    """What scripts find set on a node."""
    return {
        "PATH": "/sandbox/bin:/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "HOME": "/node",
        "NODE": node,
        "NODES": " ".join(nodes),
        "PGDATA": "/node/data",
        "PGHOST": "/tmp",  # noqa: S108 - a file system of the node's own
        "PGUSER": "postgres",
        "PGDATABASE": "challenge",
    }


def own_settings(node: str, number: int) -> str:
    """What postgresql.conf includes and no copy of a data directory brings along."""
    return f"""umask 022
cat > /node/node.conf <<'CONF'
cluster_name = '{node}'
listen_addresses = '{address(number)}'
unix_socket_directories = '/tmp'
CONF
"""


FIRST = """set -e
mkdir -p /archive/wal
cp -R /sandbox/data /node/data
rm -rf /node/data/pg_wal
cp -R /sandbox/wal /node/data/pg_wal
cat > /node/data/pg_hba.conf <<'CONF'
local all all trust
host all all 127.0.0.0/8 trust
host replication all 127.0.0.0/8 trust
CONF
cat > /node/data/postgresql.conf <<'CONF'
max_connections = 30
shared_buffers = 16MB
timezone = 'UTC'
log_timezone = 'UTC'
jit = off
# What a node loses, it loses with its container.
fsync = off
wal_level = replica
wal_log_hints = on
max_wal_size = 32MB
min_wal_size = 4MB
max_wal_senders = 8
max_replication_slots = 8
wal_retrieve_retry_interval = 200ms
hot_standby_feedback = off
log_line_prefix = '%m [%p] %q%u@%d xid=%x '
archive_mode = on
archive_command = 'test ! -f /archive/wal/%f && cp %p /archive/wal/%f'
include '/node/node.conf'
CONF
pg_ctl start -w -s -l /node/log
psql -X -q -U platform -d postgres -c 'CREATE ROLE postgres SUPERUSER REPLICATION LOGIN'
if [ "$BORN" != "$PGDATABASE" ]; then
    psql -X -q -d postgres -c "ALTER DATABASE $BORN RENAME TO $PGDATABASE"
fi
"""
"""Of the first node: the cluster of the server's image becomes its own, and keeps an archive."""

SLEEP = """set -e
umask 022
rm -f /node/running
if pg_ctl status > /dev/null 2>&1; then
    touch /node/running
    pg_ctl stop -s -w -m fast
fi
rm -f /node/data/postmaster.opts
mkdir -p /archive/.born
tar -cf "/archive/.born/$NODE.tar" -C /node .
chmod -R a+rX /archive
"""
"""Before the fleet's image is made, on every node: in the order of the plan, so that standbys have received all.

The archive must have room for what all nodes have in /node: a copy that is cut off fails."""

PACK = """tar -cf /sandbox/archive.tar -C /archive --exclude ./.born .
mkdir /sandbox/born
cp /archive/.born/* /sandbox/born/
"""
"""As root in a container that becomes the fleet's image, with the archive mounted."""

ARRIVE = """umask 077
if [ "$NODE" = "${NODES%% *}" ]; then tar -xf /sandbox/archive.tar -C /archive; fi
tar -xf "/sandbox/born/$NODE.tar" -C /node
"""
"""On every node of a new fleet."""

START = """if [ -e /node/running ]; then
    rm /node/running
    pg_ctl start -w -s -l /node/log
fi
"""
"""On every node of a new fleet, in the order of the plan: what ran when the story ended runs again."""
