"""The simulated platform: two groups on a local page, an adapter like any other."""

from bot.adapters.simulator.channel import SimulatorChannel
from bot.adapters.simulator.rooms import GroupKind, SimulatedGroup, SimulatedMember

__all__ = ["GroupKind", "SimulatedGroup", "SimulatedMember", "SimulatorChannel"]
