"""Traces for OpenTelemetry: optional, off by default."""
