"""What people want of the bot itself: answers, lists, quiet, their data."""
