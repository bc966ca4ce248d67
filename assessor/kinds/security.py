"""Kind "security": roles, rights, policies and definers, under attack by some roles and honest use by others."""

from __future__ import annotations

from assessor.kinds.probe_kind import ProbeKind

SECURITY = ProbeKind("security")
