"""What all tables hang on.

Comes in: nothing. Goes out: one `MetaData`. Does not: hold a table itself.
"""

from sqlalchemy import MetaData

metadata = MetaData()
