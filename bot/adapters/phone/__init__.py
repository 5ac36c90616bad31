"""Telephone calls and text messages through somebody else's HTTP interface."""

from bot.adapters.phone.channel import PhoneChannel
from bot.adapters.phone.settings import PhoneSettings, Signing

__all__ = ["PhoneChannel", "PhoneSettings", "Signing"]
