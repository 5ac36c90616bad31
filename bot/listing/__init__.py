"""The admission list as a file: a CSV that a spreadsheet opens, and how the office changes it.

Comes in: paths, texts of files, days. Goes out: the list, ConfigError with every problem at once, a
file written whole or not at all. Does not: decide what is wrong with a list (`bot.domain.listing`
does).
"""

from bot.listing.merging import merged as merged
from bot.listing.reading import completed as completed
from bot.listing.reading import decoded as decoded
from bot.listing.reading import parse as parse
from bot.listing.reading import read_file as read_file
from bot.listing.reading import read_matters as read_matters
from bot.listing.reading import shipped as shipped
from bot.listing.revising import Fate as Fate
from bot.listing.revising import ListFile as ListFile
from bot.listing.revising import Revision as Revision
from bot.listing.revising import Stamp as Stamp
from bot.listing.revising import facts_of as facts_of
from bot.listing.words import load_words as load_words
from bot.listing.words import named as named
from bot.listing.words import sentence as sentence
from bot.listing.words import told as told
from bot.listing.writing import as_csv as as_csv
from bot.listing.writing import write as write
