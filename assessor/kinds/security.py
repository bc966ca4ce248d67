"""Kind "security": roles, rights, policies and definers, under attack by some roles and honest use by others."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.kinds.probe_kind import ProbeKind
from assessor.packs.verify import Evidence, Rule


def _one_sided(evidence: Evidence) -> Iterator[str]:
    spec = evidence.pack.spec
    for role in spec.roles:
        attacks = {bool(probe.refused or probe.error) for probe in spec.probe if probe.role == role}
        if attacks != {True, False}:
            missing = "nothing that it may do" if True in attacks else "no attack"
            yield f"probes try {missing} as {role}"


TWO_SIDED = Rule("Every role is tried with what it may do and with what it may not", _one_sided)
"""Who may do nothing proves no right, and who may do all proves no refusal."""

SECURITY = ProbeKind("security", (TWO_SIDED,))
