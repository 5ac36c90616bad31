"""An adapter that lives in a process of its own, seen from the service and from that process."""

from bot.adapters.relay.channel import RelayChannel, RelaySettings
from bot.adapters.relay.host import Host

__all__ = ["Host", "RelayChannel", "RelaySettings"]
