"""What we ask of a sandbox beyond the benchmark: what was tried against it, and what a PostgreSQL in it may be."""

from __future__ import annotations

import json
from typing import Any

from sandbox import labels
from sandbox.docker_provider.audit.facts import Facts
from sandbox.docker_provider.audit.model import Answer, Check, not_applicable, passed_if
from sandbox.docker_provider.hardening import DATA_FOLDER, SOCKET_FOLDER, UID, WAL_FOLDER
from sandbox.errors import UnsupportedServer
from sandbox.postgres.versions import refuse_too_old, show

DANGEROUS = frozenset(
    "adminpack dblink file_fdw pageinspect pg_prewarm pg_surgery pg_walinspect pgcrypto plperl plperlu plpython3u pltcl"
    " pltclu postgres_fdw sslinfo xml2".split()
)
"""Extensions that reach files, other servers, other languages or pages below PostgreSQL's checks."""

FORBIDDEN_CALLS = (
    "io_uring_setup",
    "unshare",
    "mount",
    "bpf",
    "ptrace",
    "keyctl",
    "userfaultfd",
    "perf_event_open",
)
MOST_MB = 16_384
"""A file system larger than this is the host's own and no bound."""

_AF_UNIX = 1


def _user(facts: Facts) -> Answer:
    ids = facts.process.get("Uid", "").split()
    configured = str(facts.inspect["Config"].get("User", ""))
    fixed = configured.split(":", maxsplit=1)[0] == str(UID) and set(ids) <= {str(UID)}
    return passed_if(fixed, f"uid {UID}, which no user of the host has", f"user {configured!r}, uids {ids}")


def _profile(facts: Facts) -> dict[str, Any] | None:
    text = facts.security_option("seccomp") or ""
    try:
        profile: dict[str, Any] = json.loads(text)
    except ValueError:
        return None
    return profile


def _own_seccomp(facts: Facts) -> Answer:
    profile = _profile(facts)
    if profile is None:
        return passed_if(False, "", "the engine's default profile, or none")
    denies = profile.get("defaultAction") in ("SCMP_ACT_ERRNO", "SCMP_ACT_KILL_PROCESS")
    allowed = {name for name, _ in _allowed(profile)}
    open_calls = sorted(allowed.intersection(FORBIDDEN_CALLS))
    return passed_if(
        denies and not open_calls,
        f"denies by default, allows {len(allowed)} system calls",
        f"default {profile.get('defaultAction')}, allows {open_calls}",
    )


def _allowed(profile: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    rules = [rule for rule in profile.get("syscalls", []) if rule.get("action") == "SCMP_ACT_ALLOW"]
    return [(name, rule.get("args") or []) for rule in rules for name in rule.get("names", [])]


def _unix_only(facts: Facts) -> Answer:
    families = [args for name, args in _allowed(_profile(facts) or {}) if name in ("socket", "socketpair")]
    limited = [_only_unix(args) for args in families]
    return passed_if(limited and all(limited), "only AF_UNIX", "sockets of other families can be made")


def _only_unix(args: list[dict[str, Any]]) -> bool:
    return any(
        a.get("index") == 0 and a.get("op") == "SCMP_CMP_EQ" and a.get("value") == _AF_UNIX for a in args
    )


def _no_swap(facts: Facts) -> Answer:
    memory, swap = facts.host.get("Memory"), facts.host.get("MemorySwap")
    return passed_if(
        memory == swap, "memory and swap together are the memory limit", f"memory {memory}, swap {swap}"
    )


def _killed_first(facts: Facts) -> Answer:
    score = int(facts.host.get("OomScoreAdj") or 0)
    return passed_if(
        score >= 500, f"oom_score_adj {score}", f"oom_score_adj {score}: the host's own go first"
    )


def _limits(facts: Facts) -> Answer:
    hard = {limit["Name"]: limit["Hard"] for limit in facts.host.get("Ulimits") or []}
    bounded = hard.get("core") == 0 and 0 < hard.get("nofile", 0) <= 1024
    return passed_if(bounded, "no core dumps, at most 1,024 open files", f"ulimits {hard}")


def _log(facts: Facts) -> Answer:
    log = facts.host.get("LogConfig") or {}
    config = log.get("Config") or {}
    bounded = log.get("Type") == "none" or ("max-size" in config and config.get("max-file") == "1")
    return passed_if(
        bounded, f"{log.get('Type')} {config.get('max-size', '')}".strip(), "its log grows without bound"
    )


def _environment(facts: Facts) -> Answer:
    names = [str(entry).partition("=")[0] for entry in facts.inspect["Config"].get("Env") or []]
    secret = [
        name for name in names if any(word in name.upper() for word in ("PASS", "SECRET", "TOKEN", "KEY"))
    ]
    kept = (facts.inspect["Config"].get("Labels") or {}).get(labels.BOOTSTRAP)
    return passed_if(
        not secret and not kept, "none in variables or labels", f"{secret or 'a label'} may hold a secret"
    )


def _tmpfs(facts: Facts) -> Answer:
    mounts = facts.host.get("Tmpfs") or {}
    loose = [
        path
        for path, options in mounts.items()
        if not {"noexec", "nosuid", "nodev"} <= set(options.split(","))
    ]
    shown = ", ".join(mounts) or "there is none"
    return passed_if(not loose, shown, f"programs can be put into {loose}")


def _socket_folder(facts: Facts) -> Answer:
    if facts.socket_folder is None:
        return not_applicable("the socket directory is not on this machine, or this user may not look at it")
    owner, mode = facts.socket_folder
    return passed_if(
        owner != UID and mode == 0o711,
        f"owner {owner}, mode {mode:04o}: code in the container can neither fill it nor replace the socket",
        f"owner {owner}, mode {mode:04o}",
    )


def _volumes(facts: Facts) -> Answer:
    sizes = {path: facts.volume_mb.get(path) for path in (DATA_FOLDER, WAL_FOLDER)}
    shown = ", ".join(f"{path} {size} MB" for path, size in sizes.items() if size)
    if not any(sizes.values()):
        return not_applicable(
            "nothing of it is bounded by a file system: the worker's watchdog holds the bound"
        )
    bounded = all(size and size <= MOST_MB for size in sizes.values())
    return passed_if(bounded, f"each a file system of its own: {shown}", f"not both are bounded: {shown}")


def _version(facts: Facts) -> Answer:
    number = int((facts.inspect["Config"].get("Labels") or {}).get(labels.SERVER_VERSION) or 0)
    try:
        refuse_too_old(number, "this server")
    except UnsupportedServer as error:
        return passed_if(False, "", str(error))
    return passed_if(number, f"PostgreSQL {show(number)}", "the server's version is not known")


def _setuid(facts: Facts) -> Answer:
    found = facts.inside.get("setuid")
    return passed_if(found is not None and not found, "none", f"setuid or setgid: {found}")


def _extensions(facts: Facts) -> Answer:
    present = sorted(DANGEROUS.intersection(facts.inside.get("extensions", ())))
    return passed_if(
        facts.inside.get("extensions") and not present, "none of them is there", f"present: {present}"
    )


def _writable(facts: Facts) -> Answer:
    ours = (DATA_FOLDER, WAL_FOLDER, SOCKET_FOLDER, *(facts.host.get("Tmpfs") or {}))
    usual = ("/dev", "/tmp", "/var/tmp", "/var/lock", "/run/lock", "/run")  # noqa: S108 - names to compare with
    other = [path for path in facts.inside.get("writable", ()) if not path.startswith((*ours, *usual))]
    return passed_if(not other, "only its data, its WAL and its socket directory", f"also {other}")


def _authentication(facts: Facts) -> Answer:
    methods = {line.split()[-1] for line in facts.inside.get("hba", ())}
    encryption = facts.setting("password_encryption")
    scram = methods == {"scram-sha-256"} and encryption == "scram-sha-256"
    return passed_if(
        scram, "SCRAM-SHA-256 for everybody", f"methods {sorted(methods)}, stored as {encryption!r}"
    )


def _settings(facts: Facts) -> Answer:
    number = int((facts.inspect["Config"].get("Labels") or {}).get(labels.SERVER_VERSION) or 0)
    wanted = {"listen_addresses": "", "jit": "off"} | (
        {"allow_alter_system": "off"} if number >= 170_000 else {}
    )
    bad = {name: facts.setting(name) for name, value in wanted.items() if facts.setting(name) != value}
    return passed_if(facts.inside.get("settings") and not bad, "as they should be", f"{bad or 'not known'}")


OWN_CHECKS = (
    Check("A1", "A fixed unprivileged user runs it", _user),
    Check("A2", "Our own seccomp profile denies what PostgreSQL does not need", _own_seccomp),
    Check("A3", "No socket but AF_UNIX can be made", _unix_only),
    Check("A4", "It cannot swap", _no_swap),
    Check("A5", "When memory runs out it goes before the host's own", _killed_first),
    Check("A6", "No core dumps, few open files", _limits),
    Check("A7", "Its log is bounded", _log),
    Check("A8", "No secret is in its environment or labels", _environment),
    Check("A9", "A tmpfs can hold no programs", _tmpfs),
    Check("A10", "The socket directory is locked", _socket_folder),
    Check("A11", "Data and WAL are on bounded file systems of their own", _volumes),
    Check("A12", "The server has no known holes", _version),
    Check("A13", "No setuid or setgid file is in the image", _setuid),
    Check("A14", "No extension reaches beyond the server", _extensions),
    Check("A15", "Its user can write only where it must", _writable),
    Check("A16", "Passwords are proved by SCRAM", _authentication),
    Check("A17", "Settings that strangers must not change are fixed", _settings),
)
