"""Webhooks."""

from __future__ import annotations

from assessor.jobs.context import JobContext
from assessor.services.deliver_webhooks import deliver_webhooks


def deliver(context: JobContext) -> None:
    """Send what is due, for some seconds."""
    deliver_webhooks(context.open_work, loopback=context.webhook_loopback)
