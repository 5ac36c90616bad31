"""Every option of config.yaml, by what it is about."""
