"""Who may do something to a case by his words."""
