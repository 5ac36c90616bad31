"""The trained text model: text in, gate, category, item and confidence out; knows no bot."""
