"""`assessor demo`: everything at once, for a newcomer and for proof."""

from assessor.cli.demo.command import demo_command

__all__ = ["demo_command"]
