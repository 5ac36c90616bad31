"""The right entry for a question, and none where the list has no answer."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.knowledge import Entry, Source, SourceKind
from bot.domain.settings import Settings
from bot.knowledge.reading import shipped
from bot.knowledge.retrieval import Asked, Index, alike
from intents.text import normalise

DAY = date(2026, 3, 2)
THRESHOLD = Settings().answer_threshold
QUESTIONS = Path(__file__).with_name("questions.tsv")

BIKE = Entry(
    id="bike",
    item="AQ-01",
    questions=("车棚几点锁门", "电动车棚晚上锁吗"),
    answer="车棚晚上11点锁门，忘了拿车找门岗。",
    source=Source(kind=SourceKind.OFFICE, name="物业", date=DAY),
    about=("车棚",),
)
LAMP = replace(BIKE, id="lamp", questions=("路灯几点开", "路灯什么时候亮"), about=("路灯",))


@pytest.fixture(scope="module")
def index():
    return Index(shipped())


def ask(index: Index, text: str, **changes):
    asked = Asked(text=text, community="桥头", grid="g1", day=DAY)
    return index.best(replace(asked, **changes))


def found(index: Index, text: str, **changes) -> str | None:
    hit = ask(index, text, **changes)
    return hit.entry.id if hit and hit.score >= THRESHOLD else None


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("请问居住证怎么办，要带什么材料", "residence-permit"),
        ("@群理 台灣居民的居住證快過期了 換證去哪裡辦", "residence-permit-hmt"),
        ("家庭医生咋签啊 要不要钱", "family-doctor"),
        ("唔該問下身份證唔見咗點補辦", "id-card-lost"),
        ("身份证掉了 去哪里补", "id-card-lost"),
        ("老家的医保在这边住院 异地就医怎么备案", "medical-elsewhere"),
        ("养老金认证在哪里刷脸", "pension-certification"),
        ("大家今晚吃什么", None),
        ("磨刀师傅礼拜几来", None),
        ("", None),
        ("？？？", None),
    ],
)
def test_what_is_answered(index, text, entry):
    assert found(index, text) == entry


def test_every_wording_of_the_list_finds_its_own_entry(index):
    strangers = [
        (entry.id, wording, found(index, wording))
        for entry in shipped()
        for wording in entry.questions
        if found(index, wording) != entry.id
    ]
    assert strangers == []


def measured(index: Index, name: str) -> tuple[float, float, float]:
    """Share of answerable questions answered rightly, share of answers that are right, share of
    other questions that are answered all the same."""
    rows = [line.split("\t") for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    rows = [(entry, found(index, text)) for kind, entry, text in rows[4:] if kind == name]
    right = sum(entry == given for entry, given in rows if entry != "-")
    given = sum(answer is not None for _, answer in rows)
    other = [answer for entry, answer in rows if entry == "-"]
    return (
        right / (len(rows) - len(other)),
        right / given,
        sum(answer is not None for answer in other) / len(other),
    )


@pytest.mark.parametrize("name", ["first", "held"])
def test_questions_of_others(index, name):
    """The figures of docs/knowledge.md, with a little room."""
    recall, precision, wrong = measured(index, name)
    assert recall >= 0.4
    assert precision >= 0.9
    assert wrong <= 0.03


def test_a_list_of_ones_own():
    index = Index([BIKE, LAMP])
    assert ask(index, "车棚晚上几点锁").entry.id == "bike"
    assert ask(index, "路灯晚上几点亮").entry.id == "lamp"
    assert ask(index, "电梯几点锁") is None


def test_an_entry_may_refuse_words():
    index = Index([replace(BIKE, unless=("电动",)), LAMP])
    assert ask(index, "电动车棚晚上几点关门") is None


def test_an_entry_may_ask_for_two_words():
    index = Index([replace(BIKE, must=("锁", "关")), LAMP])
    assert ask(index, "车棚几点开") is None
    assert ask(index, "车棚几点关门").entry.id == "bike"


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        ({"since": date(2026, 3, 3)}, False),
        ({"since": DAY}, True),
        ({"until": date(2026, 3, 1)}, False),
        ({"until": DAY}, True),
        ({"grid": "g1"}, True),
        ({"grid": "g2"}, False),
        ({"community": "桥头"}, True),
        ({"community": "别处"}, False),
    ],
)
def test_when_and_where_it_holds(changes, there):
    hit = ask(Index([replace(BIKE, **changes)]), "车棚几点锁门")
    assert (hit is not None) is there


def test_a_detail_that_nobody_wrote_about_counts_against_an_entry():
    index = Index([BIKE, LAMP])
    assert ask(index, "车棚锁门的标准").score < ask(index, "车棚锁门的地方").score


def test_a_short_list_takes_over_what_is_telling(index):
    own = Index([BIKE], like=index)
    assert found(own, "车棚几点锁门") == "bike"
    assert found(own, "车棚怎么报名") is None


def test_an_empty_list_has_no_answer():
    assert ask(Index(()), "车棚几点锁门") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("居住證點樣辦㗎", "居住证怎么办"),
        ("请问身份证丢了啷个补办哦", "身份证掉了怎么补办"),
        ("@群理 你好 社保卡几多钱啊", "社保卡多少钱"),
    ],
)
def test_dialects_and_courtesy_make_no_difference(one, other):
    assert alike(normalise(one)).strip() == alike(normalise(other)).strip()
