"""Learns from labelled days whether words that would open a case go on about one that is open.

    python -m bot.commands.following DAYS [--model DIR] [--encoder none] [--check]

Comes in: a directory of days as `qunli replay` reads them, with labels. Goes out: the weights in
`intents/lexicon/continuing.yaml`; with `--check`, only how often they are right on days that they
were not learnt from. Run after days have been added; the text model must not have been trained on
what is said in them, or its opinions are surer here than they ever will be in a group.
"""
