"""Texts that are the same to who searches, and names as Spanish orders them."""

from cartera.kernel.search import by_name


def test_names_stand_as_in_a_spanish_list() -> None:
    names = [
        "Yesenia Ruiz",
        "Óscar Amaya",
        "Noé Paz",
        "Ñico Lara",
        "Nubia Ayala",
        "ana sol",
        "Ánimas",
    ]
    assert sorted(names, key=by_name) == [
        "ana sol", "Ánimas", "Noé Paz", "Nubia Ayala", "Ñico Lara", "Óscar Amaya", "Yesenia Ruiz",
    ]  # fmt: skip


def test_an_accent_alone_still_has_its_place() -> None:
    assert sorted(["Raúl", "Raul", "Raula"], key=by_name) == ["Raul", "Raúl", "Raula"]
