"""The list as it is written: every mistake is named with its file, and how to mend it."""

from datetime import date

import pytest

from bot.domain.errors import ConfigError
from bot.domain.knowledge import SourceKind
from bot.knowledge.reading import MOST_CHARACTERS, Known, read_entries, shipped
from bot.listing import read_matters
from intents.contacts import mask

GOOD = """
- id: shed
  item: AQ-01
  questions: [车棚几点锁门]
  answer: 晚上11点。
  source: {kind: office, name: 物业, date: 2026-03-01}
  from: 2026-01-01
  until: 2026-12-31
  grid: g1
"""
KNOWN = Known(items=["AQ-01"], communities=["桥头"], grids=["g1", "g2"])


@pytest.fixture
def write(tmp_path):
    def write(**files: str) -> str:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return str(tmp_path)

    return write


def test_an_entry_is_read(write):
    (entry,) = read_entries(write(a=GOOD), KNOWN)
    assert (entry.id, entry.item, entry.grid) == ("shed", "AQ-01", "g1")
    assert entry.questions == ("车棚几点锁门",)
    assert (entry.source.kind, entry.source.date) == (SourceKind.OFFICE, date(2026, 3, 1))
    assert (entry.since, entry.until) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("AQ-01", "AQ-99", "shed.item: no such item (got 'AQ-99')"),
        ("id: shed", "id: 3", "id: must be given as text (got 3)"),
        ("晚上11点。", "长" * (MOST_CHARACTERS + 1), "answer: at most 200 characters (got 201)"),
        ("[车棚几点锁门]", "[]", "questions: must be given"),
        ("[车棚几点锁门]", "[12345]", "questions: must be a list of texts (got [12345])"),
        ("kind: office", "kind: friend", "source.kind: must be one of law, notice, office"),
        ("date: 2026-03-01", "date: gestern", "source.date: must be a date YYYY-MM-DD"),
        ("name: 物业, ", "", "source.name: must be given as text (got None)"),
        ("{kind: office, name: 物业, date: 2026-03-01}", "物业", "source: must be given as {kind"),
        ("{kind:", "{page: 3, kind:", "source.page: unknown field"),
        ("until: 2026-12-31", "until: 2025-12-31", "until: must not be before `from`"),
        ("from: 2026-01-01", "from: morgen", "from: must be a date YYYY-MM-DD (got 'morgen')"),
        ("grid: g1", "grid: g9", "grid: no such grid (got 'g9'). Known: g1, g2"),
        ("grid: g1", "community: 别处", "community: no such community (got '别处'). Known: 桥头"),
        ("grid: g1", "colour: red", "colour: unknown field. Remove it; known: about, answer"),
        ("- id: shed", "- [", "cannot be read as YAML"),
        (GOOD, "shed", "must be a list of entries"),
    ],
)
def test_what_is_wrong_is_named(write, old, new, problem):
    with pytest.raises(ConfigError) as caught:
        read_entries(write(a=GOOD.replace(old, new)), KNOWN)
    assert any(problem in one and "a.yaml: " in one for one in caught.value.problems)


def test_all_problems_of_all_files_at_once(write):
    bad = GOOD.replace("AQ-01", "AQ-99").replace("grid: g1", "grid: g9")
    with pytest.raises(ConfigError) as caught:
        read_entries(write(a=GOOD, b=bad, c="- 3"), KNOWN)
    assert [problem.split(":")[1].strip() for problem in caught.value.problems] == [
        "b.yaml",
        "b.yaml",
        "b.yaml",
        "c.yaml",
    ]


def test_an_id_stands_once(write):
    with pytest.raises(ConfigError, match=r"shed\.id: appears twice \(first in a.yaml\)"):
        read_entries(write(a=GOOD, b=GOOD), KNOWN)


def test_an_empty_directory_is_a_mistake(tmp_path):
    with pytest.raises(ConfigError, match=r"no \*\.yaml files there"):
        read_entries(str(tmp_path), KNOWN)


def test_the_list_that_comes_with_the_program():
    matters = read_matters(None)
    entries = read_entries(None, Known(items=matters.keys()))
    assert entries == shipped()
    assert len(entries) >= 150
    assert len({entry.id for entry in entries}) == len(entries)


def test_every_answer_of_it_may_stand_in_a_group():
    assert [entry.id for entry in shipped() if "[" in mask(entry.answer)] == []


def test_an_office_with_fewer_items_has_fewer_entries():
    assert {entry.item for entry in read_entries(None, Known(items=["MS-06"]))} == {"MS-06"}
