"""Files of other platforms, as they really come."""

import json
from datetime import datetime

import pytest

from bot.domain.deadlines import SHANGHAI
from bot.domain.errors import ConfigError
from bot.exchange.mapping import read_mapping
from bot.exchange.reading import Fault, Ticket, Unreadable, read_rows

HOTLINE = read_mapping("hotline12345")
TEXT = "工单编号,诉求内容,事发地址,受理时间\nGD1,路灯坏了,3栋,2026-03-02 09:30\n"
FIRST = Ticket(
    line=2,
    number="GD1",
    words="路灯坏了",
    place="3栋",
    at=datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_encodings_and_marks(encoding, mark):
    data = TEXT.replace(",", mark).replace("\n", "\r\n").encode(encoding)
    assert read_rows(data, HOTLINE) == [FIRST]


def test_json_will_do():
    one = {"工单编号": 17, "诉求内容": "路灯坏了", "群理单号": "#312"}
    expected = Ticket(line=1, number="17", ours=312, words="路灯坏了")
    for found in ([one], {"rows": [one]}, one):
        assert read_rows(json.dumps(found).encode(), HOTLINE) == [expected]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",路灯坏了,,", Fault.NO_NUMBER),
        ("1" * 65 + ",路灯坏了,,", Fault.LONG_NUMBER),
        ("GD2,,3栋,", Fault.NOTHING_SAID),
        ("GD2,路灯坏了,,前天", Fault.BAD_TIME),
        ("GD\ufffd,路灯坏了,,", Fault.BROKEN),
    ],
)
def test_a_bad_row_loses_nothing_of_the_others(row, fault):
    rows = read_rows(f"{TEXT}{row}\nGD3,垃圾没人收".encode(), HOTLINE)
    assert rows[0] == FIRST
    assert isinstance(rows[1], Unreadable)
    assert rows[1].fault is fault
    assert rows[2] == Ticket(line=4, number="GD3", words="垃圾没人收")


def test_words_over_several_lines_and_numbers_that_excel_guards():
    rows = read_rows('工单编号,诉求内容\n="00123","路灯\n坏了"\n\n'.encode(), HOTLINE)
    assert rows == [Ticket(line=3, number="00123", words="路灯 坏了")]


@pytest.mark.parametrize("data", [b"", b"[1", "标题,内容\n1,2".encode()])
def test_what_is_no_such_file_is_said(data):
    with pytest.raises(ConfigError):
        read_rows(data, HOTLINE)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[]", "not a mapping"),
        ("platform: x", "import: must be there"),
        (None, "cannot read"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(tmp_path, content, told):
    path = tmp_path / "own.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=told):
        read_mapping(str(path))


def test_every_field_of_a_mapping_is_checked(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "platform: x\nname: x\nimport: {color: [a]}\nexport: {a: size}\nstatuses: {}\nblock: '{b}'",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as wrong:
        read_mapping(str(path))
    assert len(wrong.value.problems) == 4
