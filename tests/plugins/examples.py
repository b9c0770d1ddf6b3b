"""Hypothesis looks for an example that fails, never for a slow one: machines are slow at times."""

from hypothesis import settings

settings.register_profile("cartera", deadline=None)
settings.load_profile("cartera")
