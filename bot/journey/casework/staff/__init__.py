"""What staff do with a case, from taking it on to closing it."""
