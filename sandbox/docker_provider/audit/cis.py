"""Section 5 (container runtime) of the CIS Docker Benchmark 1.6.0, in its order; titles in our words.

Source: CIS Docker Benchmark v1.6.0, section 5.
"""

from __future__ import annotations

from sandbox.docker_provider.audit.facts import Facts
from sandbox.docker_provider.audit.model import Answer, Check, not_applicable, passed_if

SENSITIVE = ("/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/root", "/home")
"""Folders of the host that no container may see; "/" itself is looked for, too."""

ENGINE_SOCKETS = ("docker.sock", "containerd.sock", "podman.sock")


def _swarm(facts: Facts) -> Answer:
    state = (facts.info.get("Swarm") or {}).get("LocalNodeState") or "inactive"
    return passed_if(
        state == "inactive", "Swarm mode is off", f"Swarm mode is {state}: assessor has no use for it"
    )


def _mandatory_access(facts: Facts, name: str, shown: str, profile: str | None) -> Answer:
    offered = any(f"name={name}" in str(option) for option in facts.info.get("SecurityOptions") or [])
    if not offered:
        return not_applicable(f"this host's engine has no {shown}")
    confined = profile not in (None, "", "unconfined")
    return passed_if(
        confined, f"{shown}: {profile}", f"{shown} is there, and the container is not confined by it"
    )


def _apparmor(facts: Facts) -> Answer:
    return _mandatory_access(facts, "apparmor", "AppArmor", facts.inspect.get("AppArmorProfile"))


def _selinux(facts: Facts) -> Answer:
    return _mandatory_access(facts, "selinux", "SELinux", facts.inspect.get("ProcessLabel"))


def _capabilities(facts: Facts) -> Answer:
    dropped = "ALL" in (facts.host.get("CapDrop") or []) and not facts.host.get("CapAdd")
    held = {
        name: facts.process[name] for name in ("CapEff", "CapBnd") if int(facts.process.get(name, "0"), 16)
    }
    return passed_if(
        dropped and not held,
        "all are dropped, none is added back",
        f"dropped {facts.host.get('CapDrop')}, added {facts.host.get('CapAdd')}, held {held}",
    )


def _privileged(facts: Facts) -> Answer:
    return passed_if(not facts.host.get("Privileged"), "it is not privileged", "the container is privileged")


def _sensitive(facts: Facts) -> Answer:
    sources = [str(mount.get("Source", "")) for mount in facts.mounts if mount.get("Type") == "bind"]
    bad = [s for s in sources if s == "/" or any(s == root or s.startswith(f"{root}/") for root in SENSITIVE)]
    shown = ", ".join(sources) or "nothing"
    return passed_if(not bad, f"of the host it sees {shown}", f"it sees {', '.join(bad)}")


def _sshd(facts: Facts) -> Answer:
    foreign = [command for command in facts.commands if "postgres" not in command.split(" ", 1)[0]]
    return passed_if(not foreign, "only postgres runs in it", f"other programs run in it: {foreign}")


def _no_ports(facts: Facts) -> Answer:
    ports = {port: hosts for port, hosts in (facts.host.get("PortBindings") or {}).items() if hosts}
    published = ports or facts.host.get("PublishAllPorts")
    return passed_if(not published, "no port is published", f"published: {ports or 'all exposed ports'}")


def _needed_ports(facts: Facts) -> Answer:
    none = facts.host.get("NetworkMode") == "none"
    return passed_if(none, "it has no network, so no port is open", "it has a network")


def _host_network(facts: Facts) -> Answer:
    mode = facts.host.get("NetworkMode")
    return passed_if(mode != "host", f"network mode {mode}", "it shares the host's network")


def _memory(facts: Facts) -> Answer:
    limit = int(facts.host.get("Memory") or 0)
    return passed_if(limit, f"{limit >> 20} MB", "its memory is not limited")


def _cpu(facts: Facts) -> Answer:
    cpus = int(facts.host.get("NanoCpus") or 0) / 1e9
    return passed_if(
        cpus or facts.host.get("CpuShares"), f"at most {cpus:g} CPUs", "its CPU time is not limited"
    )


def _read_only(facts: Facts) -> Answer:
    return passed_if(facts.host.get("ReadonlyRootfs"), "it is read-only", "the root file system is writable")


def _restart(facts: Facts) -> Answer:
    policy = facts.host.get("RestartPolicy") or {}
    bounded = policy.get("Name") == "on-failure" and 0 < int(policy.get("MaximumRetryCount") or 0) <= 5
    never = policy.get("Name") in ("", "no", None)
    return passed_if(
        never or bounded,
        "the engine never restarts it: the worker does, and tells the candidate",
        f"restart policy {policy}",
    )


def _namespace(key: str, shown: str) -> Check:
    number = {"PidMode": "5.16", "UTSMode": "5.21"}[key]

    def look(facts: Facts) -> Answer:
        mode = facts.host.get(key) or "its own, the engine's default"
        return passed_if(mode != "host", str(mode), f"it shares the host's {shown}")

    return Check(number, f"The host's {shown} is not shared", look)


def _users(facts: Facts) -> Answer:
    mapped = any("name=userns" in str(option) for option in facts.info.get("SecurityOptions") or [])
    shared = "it asks for none of the host's, but this engine maps no users: its uid is the same one outside"
    return passed_if(
        facts.host.get("UsernsMode") != "host",
        "the engine maps its users to others" if mapped else shared,
        "it shares the host's user namespace",
    )


def _ipc(facts: Facts) -> Answer:
    mode = facts.host.get("IpcMode")
    return passed_if(mode in ("private", "none"), f"IPC mode {mode}", f"IPC mode {mode or 'is the default'}")


def _devices(facts: Facts) -> Answer:
    devices = [*(facts.host.get("Devices") or []), *(facts.host.get("DeviceRequests") or [])]
    return passed_if(not devices, "none", f"devices: {devices}")


def _ulimits(facts: Facts) -> Answer:
    limits = {limit["Name"]: limit["Hard"] for limit in facts.host.get("Ulimits") or []}
    return passed_if(limits, ", ".join(f"{name}={value}" for name, value in limits.items()), "none is set")


def _propagation(facts: Facts) -> Answer:
    shared = [m["Destination"] for m in facts.mounts if m.get("Propagation") in ("shared", "rshared")]
    return passed_if(not shared, "every mount is private", f"shared: {shared}")


def _seccomp(facts: Facts) -> Answer:
    profile = facts.security_option("seccomp")
    filtering = facts.process.get("Seccomp", "2") == "2"
    return passed_if(
        profile != "unconfined" and filtering,
        "the kernel filters its system calls",
        "its system calls are not filtered",
    )


def _exec(facts: Facts) -> Answer:
    ran = facts.inspect.get("ExecIDs") or []
    return passed_if(
        not ran, "nothing was ever executed in it", f"{len(ran)} commands are being executed in it"
    )


def _cgroup(facts: Facts) -> Answer:
    parent = facts.host.get("CgroupParent") or ""
    return passed_if(not parent, "the engine's own cgroup", f"it is in the cgroup {parent}")


def _no_new_privileges(facts: Facts) -> Answer:
    asked = facts.security_option("no-new-privileges") in ("", "true")
    held = facts.process.get("NoNewPrivs", "1") == "1"
    return passed_if(asked and held, "no-new-privileges is set", "it may gain privileges")


def _health(facts: Facts) -> Answer:
    check = (facts.inspect["Config"].get("Healthcheck") or {}).get("Test") or ["NONE"]
    if check != ["NONE"]:
        return passed_if(False, "", "the engine executes a check inside, beside a stranger's code")
    return not_applicable("the worker asks the server itself over its socket; nothing is executed inside")


def _image(facts: Facts) -> Answer:
    by_digest = str(facts.inspect.get("Image", "")).startswith("sha256:")
    return passed_if(by_digest, "started by its image's digest", "started by a tag that can move")


def _pids(facts: Facts) -> Answer:
    limit = int(facts.host.get("PidsLimit") or 0)
    return passed_if(limit > 0, f"at most {limit}", "the number of its processes is not limited")


def _bridge(facts: Facts) -> Answer:
    networks = sorted((facts.inspect.get("NetworkSettings") or {}).get("Networks") or {})
    return passed_if(networks in ([], ["none"]), "it is in no network", f"it is in {networks}")


def _engine_socket(facts: Facts) -> Answer:
    bad = [m["Source"] for m in facts.mounts if str(m.get("Source", "")).endswith(ENGINE_SOCKETS)]
    return passed_if(not bad, "it sees no engine's socket", f"it sees {bad}")


CIS_CHECKS = (
    Check("5.1", "Swarm mode is off unless it is needed", _swarm),
    Check("5.2", "An AppArmor profile is enabled, where there is AppArmor", _apparmor),
    Check("5.3", "SELinux options are set, where there is SELinux", _selinux),
    Check("5.4", "Linux capabilities are restricted", _capabilities),
    Check("5.5", "It is no privileged container", _privileged),
    Check("5.6", "No sensitive folder of the host is mounted", _sensitive),
    Check("5.7", "No sshd runs in it", _sshd),
    Check("5.8", "No privileged port is mapped", _no_ports),
    Check("5.9", "Only needed ports are open", _needed_ports),
    Check("5.10", "The host's network namespace is not shared", _host_network),
    Check("5.11", "Memory is limited", _memory),
    Check("5.12", "CPU is limited", _cpu),
    Check("5.13", "The root file system is read-only", _read_only),
    Check("5.14", "Incoming traffic is bound to one interface of the host", _no_ports),
    Check("5.15", "The restart policy is bounded", _restart),
    _namespace("PidMode", "process namespace"),
    Check("5.17", "The host's IPC namespace is not shared", _ipc),
    Check("5.18", "No device of the host is exposed", _devices),
    Check("5.19", "Ulimits are set", _ulimits),
    Check("5.20", "No mount propagates to the host", _propagation),
    _namespace("UTSMode", "UTS namespace"),
    Check("5.22", "A seccomp profile filters system calls", _seccomp),
    Check("5.23", "Nothing is executed in it with privileges", _exec),
    Check("5.24", "Nothing is executed in it as root", _exec),
    Check("5.25", "It stays in the engine's cgroup", _cgroup),
    Check("5.26", "It cannot acquire privileges", _no_new_privileges),
    Check("5.27", "Its health is checked", _health),
    Check("5.28", "It runs exactly the image that was meant", _image),
    Check("5.29", "The number of processes is limited", _pids),
    Check("5.30", "The default bridge is not used", _bridge),
    Check("5.31", "The host's user namespace is not asked for", _users),
    Check("5.32", "No engine's socket is mounted", _engine_socket),
)
