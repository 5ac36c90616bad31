"""A report becomes a case: opened or joined, sent to whoever acts, acknowledged, or declined."""
