"""Trying a runbook on a fresh fleet. What a pack wants of it is its kind's; nothing here decides points."""

from assessor.grading.fleet.lab import Drill, FleetLab, Question, Step, Tried

__all__ = ["Drill", "FleetLab", "Question", "Step", "Tried"]
