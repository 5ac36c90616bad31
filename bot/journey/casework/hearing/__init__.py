"""What is open around a message, and how it is read in its scene."""
