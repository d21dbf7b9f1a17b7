"""How two that come at the same moment are made to overlap."""

HELD, LATER = 1.2, 0.5
"""Seconds: how long the first keeps its transaction open, and how much later the second begins."""
