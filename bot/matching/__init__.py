"""Needs and resources brought together as an assignment, solved exactly."""

from bot.matching.solving import match

__all__ = ["match"]
