"""`qunli evaluate`: held-out figures, and the page for people."""

import json


def test_figures_are_one_json_object(qunli, small_corpus):
    status, out, _ = qunli("evaluate", "--corpus", small_corpus)

    assert status == 0
    assert {"request_f1", "category_accuracy", "item_top3", "ece"} <= set(json.loads(out))


def test_the_report_explains_the_sentences_it_is_given(qunli, small_corpus, tmp_path):
    page = tmp_path / "report.html"
    status, _, _ = qunli(
        "evaluate", "--corpus", small_corpus, "--report", page, "--sentence", "三栋门口的路灯不亮了"
    )
    text = page.read_text(encoding="utf-8")

    assert status == 0
    assert "三栋门口的路灯不亮了" in text
    assert "学习曲线" in text
    assert "http" not in text


def test_a_place_that_is_not_there_is_told_before_the_work(qunli, small_corpus, tmp_path):
    page = tmp_path / "nowhere" / "report.html"
    status, out, err = qunli("evaluate", "--corpus", small_corpus, "--report", page)

    assert (status, out) == (2, "")
    assert "no such directory" in err


def test_a_missing_corpus(qunli, tmp_path):
    status, _, err = qunli("evaluate", "--corpus", tmp_path / "nowhere")
    assert (status, "no usable corpus" in err) == (2, True)
