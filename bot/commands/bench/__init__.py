"""Measurements that print one JSON object (a promised format)."""
