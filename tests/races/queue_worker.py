"""A worker that knows the tests' job: `python -m tests.races.queue_worker`, until it is killed."""

from importlib import import_module


def main() -> None:
    """Work as `cartera worker` does."""
    import django

    django.setup()
    import_module("tests.races.effects")
    from cartera.control.jobs.working import work

    work()


if __name__ == "__main__":
    main()
