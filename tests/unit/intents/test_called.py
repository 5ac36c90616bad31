"""Names as they stand in a group, and whether words call them."""

import pytest

from intents.called import calls


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("秀芹姐你收据留好", "13号楼秀芹"),
        ("强伯 带身份证就行", "强伯"),
        ("毕阿婆 看过了", "15号底楼毕阿婆"),
        ("小马你把号码发我", "小马(跑网约车)"),
        ("媛媛下午在家吗", "3门-502媛媛"),
        ("joanne 明早九点", "A2-706 Joanne"),
        ("may姐稍等", "阿May"),
    ],
)
def test_somebody_is_called(words: str, name: str) -> None:
    assert calls(words, name)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("阿姨您先别急", "1栋李阿姨"),
        ("老师傅明天到", "张老师"),
        ("5-3这个单元先停水", "5-3-1402"),
        ("业主群里别发", "业主"),
        ("", ""),
        ("好的", ""),
    ],
)
def test_titles_houses_and_nothing_call_nobody(words: str, name: str) -> None:
    assert not calls(words, name)
