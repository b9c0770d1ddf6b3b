"""What the procedures do by themselves every now and then."""

from cartera.procedures.reminders import remind

__all__ = ["remind"]
