"""What the service shows Prometheus: numbers, never a word or a person."""
