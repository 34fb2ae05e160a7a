"""What is stored changes only with the format, and a key of the JSON output goes only after a release's notice."""

from gtm_desktop import __version__
from gtm_desktop.project.schema import FORMAT
from tests.formats import shapes

TO_DO = """
What is stored has changed. Files that planners have are of the old shape, so:
1. raise FORMAT in gtm_desktop/project/schema.py, once for the whole piece of work;
2. write migrations/step_N.py with the neutral value of everything that an older file lacks, and its line in STEPS;
3. make the small files of the new format: python -m tests.formats.make tests/formats formatN;
4. record the new shapes: python -m tests.formats.shapes.
Where this piece of work raised FORMAT already and it has not gone out, add to the step that is there, then 3, then
python -m tests.formats.shapes --not-out-yet. "Changing what is stored" in CONTRIBUTING.md says it at length.
"""
TO_DO_PRINTED = """
The keys of the JSON output have changed. A new one is recorded: python -m tests.formats.shapes. One that goes stays for
one release: print it still, and write it in "deprecated" of tests/formats/shapes.json with the present version.
"""


def test_what_is_stored_changes_only_with_the_format() -> None:
    changed = shapes.difference(shapes.recorded()["stored"], shapes.stored())
    assert not changed, "\n".join([*changed, TO_DO])
    assert shapes.recorded()["format"] == FORMAT, TO_DO


def test_the_keys_of_the_json_output_are_those_recorded() -> None:
    now = shapes.printed()
    gone = shapes.removed_too_early(shapes.recorded(), now, __version__)
    assert not gone, "\n".join([*gone, TO_DO_PRINTED])
    changed = shapes.difference(shapes.recorded()["printed"], now)
    assert not changed, "\n".join([*changed, TO_DO_PRINTED])


def test_a_changed_field_a_changed_preset_and_another_order_of_columns_in_the_tables_are_noticed() -> None:
    now = {"rules": ["rules.a: int = 1"], "sql": ["one", "two"]}
    assert shapes.difference(now, {**now, "rules": ["rules.a: int = 2"]}) == [
        "- rules: rules.a: int = 1",
        "+ rules: rules.a: int = 2",
    ]
    assert shapes.difference(now, {**now, "sql": ["two", "one"]}) == ["  sql: in another order"]
    assert shapes.difference(now, now) == []


def test_a_key_of_the_json_output_may_go_in_the_release_after_the_one_that_called_it_deprecated() -> None:
    old = {"printed": {"check": ["gone", "stays"]}, "deprecated": {}}
    assert shapes.removed_too_early(old, {"check": ["stays"]}, "1.1") == ["check gone"]
    noticed = {**old, "deprecated": {"check gone": "1.0"}}
    assert shapes.removed_too_early(noticed, {"check": ["stays"]}, "1.0") == ["check gone"]
    assert shapes.removed_too_early(noticed, {"check": ["stays"]}, "1.1") == []
