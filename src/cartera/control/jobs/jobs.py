"""What the jobs' own room does every now and then."""

from cartera.control.jobs.working import rescue_stalled

__all__ = ["rescue_stalled"]
