"""Calls and whistles: others are called in, confer and are rated."""
