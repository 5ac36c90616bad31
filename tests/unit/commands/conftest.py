"""A small real model, trained once a session from a few lines, and the command line over it."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.__main__ import main
from classifiers.train import train

HEADER = "gate\titem\temergency\tregister\tregion\tbatch\ttext"
REQUESTS = {
    "GY-11": (
        "小区门口路灯坏了",
        "三栋旁边的路灯不亮",
        "路灯坏了一个星期没人修",
        "巷子里路灯全灭了太黑",
        "楼下路灯一闪一闪的坏了",
        "路灯晚上不亮老人摔跤",
    ),
    "WY-01": (
        "电梯又坏了",
        "三单元电梯停运两天",
        "电梯按钮失灵没人修",
        "电梯坏了老人下不了楼",
        "我们这栋电梯天天坏",
        "电梯停了物业不管",
    ),
    "CG-18": (
        "工地半夜还在打桩",
        "隔壁工地凌晨施工太吵",
        "施工噪声让人睡不着",
        "工地夜里吵死了",
        "半夜工地还在倒混凝土",
        "工地周末施工噪音大",
    ),
    "LD-01": (
        "公司拖欠工资三个月",
        "老板不发工资跑了",
        "工资拖了半年没给",
        "厂里欠我们工资",
        "拖欠工资投诉没人理",
        "公司欠薪怎么都不给",
    ),
}
QUESTIONS = ("请问居住证怎么办", "请问医保在哪里交", "请问养老金怎么认证", "请问生育登记要什么材料")
TALK = (
    "今天晚上吃什么",
    "哈哈哈笑死我了",
    "早上好各位邻居",
    "周末去哪玩",
    "火锅吃不吃",
    "晚安",
    "今天天气真好",
    "球赛看了吗哈哈",
    "收到谢谢",
    "孩子考得不错",
    "这个菜好吃",
    "祝大家新年快乐",
    "我家猫生了三只",
    "出一个闲置婴儿车",
)


def made(tmp_path_factory, requests) -> tuple[Path, Path]:
    """A corpus and a table of words."""
    asked = [("R", item, text) for item, texts in requests.items() for text in texts]
    asked += [("Q", "MS-06", text) for text in QUESTIONS] + [("N", "-", text) for text in TALK]
    rows = [
        f"{gate}\t{item}\t-\tchat\tgeneral\t{'t2' if gate == 'N' else 't1'}\t{text}"
        for gate, item, text in asked
    ]
    corpus = tmp_path_factory.mktemp("corpus")
    for part in (0, 1):
        lines = "\n".join([HEADER, *rows[part::2]]) + "\n"
        (corpus / f"lines-{part}.tsv").write_text(lines, encoding="utf-8")
    words = tmp_path_factory.mktemp("words")
    (words / "words.txt").write_text("路灯\n街灯\n电梯\n升降机\n", encoding="utf-8")
    np.save(words / "vectors.npy", np.repeat(np.eye(2, dtype=np.int8) * 100, 2, axis=0))
    return corpus, words


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> tuple[Path, Path]:
    """The small corpus, and its table of words."""
    return made(tmp_path_factory, REQUESTS)


@pytest.fixture(scope="session")
def model(corpus, tmp_path_factory) -> Path:
    directory = tmp_path_factory.mktemp("model")
    train(corpus=corpus[0], directory=directory, words=corpus[1])
    return directory


@pytest.fixture(scope="session")
def other_model(tmp_path_factory) -> Path:
    """One that never heard of wages."""
    known = {item: texts for item, texts in REQUESTS.items() if item != "LD-01"}
    corpus, words = made(tmp_path_factory, known)
    directory = tmp_path_factory.mktemp("other-model")
    train(corpus=corpus, directory=directory, words=words)
    return directory


@pytest.fixture
def qunli(capsys, tmp_path, monkeypatch):
    """Run one command in an empty directory: exit status, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # wrong usage, told by argparse
            status = int(ended.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def files(tmp_path):
    """Write JSON lines (or raw text) to a file of the test's directory."""

    def write(name: str, content) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in content)
            path.write_text("".join(lines), encoding="utf-8")
        return path

    return write
