"""Exchange with platforms that offices must feed as well: their files read, ours written."""
