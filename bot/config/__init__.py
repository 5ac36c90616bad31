"""config.yaml read and checked."""
