"""A corpus of four items and some talk, small enough to train on in a test.

What trains on it: tests of `classifiers`, and of the commands that need a real model.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

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
    "今天晚上吃什么", "哈哈哈笑死我了", "早上好各位邻居", "周末去哪玩", "火锅吃不吃", "晚安",
    "今天天气真好", "球赛看了吗哈哈", "收到谢谢",
    "孩子考得不错", "这个菜好吃",
    "祝大家新年快乐", "我家猫生了三只", "出一个闲置婴儿车",
)  # fmt: skip
WORDS = ("路灯", "街灯", "电梯", "升降机", "工资", "薪水", "工地", "火锅")


def write_corpus(directory: Path, requests: Mapping[str, Sequence[str]] = REQUESTS) -> Path:
    """Two files of lines, every other line in each."""
    rows = [
        *(f"R\t{item}\t-\tchat\tgeneral\tt1\t{x}" for item, xs in requests.items() for x in xs),
        *(f"Q\tMS-06\t-\tchat\tgeneral\tt1\t{x}" for x in QUESTIONS),
        *(f"N\t-\t-\tchat\tgeneral\tt2\t{x}" for x in TALK),
    ]
    for number in (0, 1):
        text = "\n".join([HEADER, *rows[number::2]]) + "\n"
        (directory / f"lines-{number}.tsv").write_text(text, encoding="utf-8")
    return directory


def write_words(directory: Path) -> Path:
    """Eight words in four dimensions; neighbours in meaning are neighbours in space."""
    vectors = np.repeat(np.eye(4, dtype=np.int8) * 100, 2, axis=0)
    (directory / "words.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    np.save(directory / "vectors.npy", vectors)
    return directory
