"""Figures of the whole portfolio, each read by one set-based statement."""
