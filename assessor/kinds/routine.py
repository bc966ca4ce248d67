"""Kind "routine": functions, procedures and triggers, right when they are called and cheap on much data."""

from __future__ import annotations

from assessor.kinds.probe_kind import ProbeKind

ROUTINE = ProbeKind("routine")
