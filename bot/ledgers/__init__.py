"""Ledgers as workbooks: what offices would otherwise fill in by hand."""
