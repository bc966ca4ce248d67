"""Kind "concurrency": functions and procedures under scripted interleavings of several real sessions."""

from __future__ import annotations

from assessor.kinds.probe_kind import ProbeKind

CONCURRENCY = ProbeKind("concurrency")
