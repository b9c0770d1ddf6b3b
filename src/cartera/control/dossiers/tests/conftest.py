"""The company of a few people on which the engine is tried, for what is kept beside its cases."""

from cartera.control.workflow.tests import conftest as engine

toy, people, committed_people = engine.toy, engine.people, engine.committed_people
