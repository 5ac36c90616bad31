"""Speech recognition by a service on this machine."""

from bot.adapters.speech.service import SpeechService, SpeechSettings

__all__ = ["SpeechService", "SpeechSettings"]
