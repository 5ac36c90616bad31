"""Emergencies: live, suspected, over, and played as drills."""
