"""Figures of the whole portfolio, read by set-based statements."""
