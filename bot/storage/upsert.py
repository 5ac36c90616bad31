"""Inserting what may be there already, in words that every database takes.

Comes in: a table. Goes out: an INSERT that can be told what to do ON CONFLICT. Does not: run it.
SQLite took the clause over from PostgreSQL, and SQLAlchemy writes PostgreSQL's construct in the
same words for both (not the other way round); a test compares them.
"""

from sqlalchemy.dialects.postgresql import insert as insert
