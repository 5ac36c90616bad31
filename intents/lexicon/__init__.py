"""Words and figures as data; read by `intents.words`."""
