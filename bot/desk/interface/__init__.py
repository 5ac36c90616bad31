"""The documented JSON interface for programs: /api/v1."""
