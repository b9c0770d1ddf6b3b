"""A worker for whom it is always the stories' first day, until it is killed.

`python -m tests.races.standing_worker`
"""


def main() -> None:
    """Work as `cartera worker` does, while the clock stands still."""
    import django

    django.setup()
    from cartera.control.jobs.working import work
    from cartera.kernel.clock import FixedClock, set_clock
    from tests.cast import OPENING

    set_clock(FixedClock(OPENING))
    work()


if __name__ == "__main__":
    main()
