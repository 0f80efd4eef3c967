import argparse

import pytest

from app.commands import MODULES, modules_for


def commands_of(words: tuple[str, ...]) -> set[str]:
    subparsers = argparse.ArgumentParser().add_subparsers()
    for module in modules_for(words):
        module.add_parser(subparsers)
    return set(subparsers.choices)


def test_every_command_stands_in_the_table_under_the_module_that_has_it():
    assert commands_of(()) == set(MODULES)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_command_is_found_with_its_own_module_alone(name: str):
    assert name in commands_of((name, "--help"))
    assert len(modules_for((name,))) == 1


def test_what_is_no_command_is_answered_with_all_of_them():
    assert commands_of(("--help",)) == commands_of(("wash-the-car",)) == set(MODULES)
