"""The documents are tested like code: all that the program has is in them, and nothing else."""

import ast
import functools
import re
import tomllib
from pathlib import Path

import click
import pytest
from django.apps import apps

from heartleaf import __version__
from heartleaf.archive.importers import IMPORTERS
from heartleaf.command import cli
from heartleaf.family.fields import SealedField

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "heartleaf"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TEXTS = {str(path.relative_to(ROOT)): path.read_text() for path in DOCUMENTS}
RUNNING = TEXTS["docs/running.md"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
READERS = {"text", "secret", "folder", "folders", "zone", "one_of", "server_key"}


def commands(group=cli, called="heartleaf"):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{called} {name}")
        else:
            yield f"{called} {name}", command


COMMANDS = dict(commands())


def section(command):
    """What docs/running.md says under the heading of a command."""
    return RUNNING.partition(f"### `{command}`\n")[2].partition("\n#")[0]


@pytest.mark.parametrize(("name", "command"), COMMANDS.items())
def test_every_command_has_an_example(name, command):
    assert f"\n    {name}" in section(name)


@pytest.mark.parametrize(("name", "command"), COMMANDS.items())
def test_every_option_is_told_of_and_no_other(name, command):
    options = {one for parameter in command.params for one in parameter.opts if one[:2] == "--"}

    assert set(re.findall(r"`(--[a-z0-9-]+)", section(name))) == options


def test_every_kind_that_can_be_brought_in_is_told_of():
    parameters = COMMANDS["heartleaf import"].params
    choices = next(one.type.choices for one in parameters if one.name == "kind")

    assert set(choices) == {"auto", *IMPORTERS}
    assert [kind for kind in IMPORTERS if f"`{kind}`" not in section("heartleaf import")] == []


def settings_read():
    calls = [n for n in ast.walk(ast.parse((SOURCE / "settings.py").read_text())) if is_reader(n)]
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def is_reader(node):
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS
    )


def test_every_setting_has_its_row_and_every_row_its_setting():
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", RUNNING, re.MULTILINE))

    assert rows == settings_read()


def test_every_variable_of_ours_that_the_program_reads_is_told_of():
    files = [*SOURCE.rglob("*.py"), ROOT / "start.py"]
    read = {
        name for file in files for name in re.findall(r"HEARTLEAF_[A-Z_]*[A-Z]", file.read_text())
    }

    assert {name for name in read if not any(name in text for text in TEXTS.values())} == set()


def test_every_dependency_has_its_reason():
    extras = PROJECT["optional-dependencies"].values()
    asked = [*PROJECT["dependencies"], *(name for extra in extras for name in extra)]
    told = re.sub(r"\[[\w,-]+\]`", "`", TEXTS["docs/dependencies.md"])

    assert [each for each in asked if f"`{re.match(r'[\w.-]+', each)[0]}`" not in told] == []


def open_columns():
    """What stands in the database outside a seal, table by table."""
    return {
        model._meta.db_table: {
            field.column
            for field in model._meta.concrete_fields
            if not isinstance(field, SealedField)
        }
        for model in apps.get_models()
    }


def open_columns_told_of():
    rows = re.findall(
        r"^\| `(heartleaf_\w+)` \| ([^|]+) \|", TEXTS["docs/security.md"], re.MULTILINE
    )
    return {table: set(re.findall(r"`(\w+)`", columns)) for table, columns in rows}


def test_every_column_that_is_not_sealed_is_told_of_and_no_other():
    assert open_columns_told_of() == open_columns()


def test_every_package_has_its_line_in_the_architecture():
    packages = [path.parent.name for path in SOURCE.glob("*/__init__.py")]
    modules = [path.stem for path in SOURCE.glob("*.py") if not path.stem.startswith("_")]
    told = TEXTS["docs/architecture.md"]

    assert [name for name in [*packages, *modules] if f"`{name}`" not in told] == []


def links():
    for name, text in TEXTS.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if "://" not in target:
                yield name, target


@pytest.mark.parametrize(("name", "target"), sorted(set(links())))
def test_every_link_leads_to_a_file(name, target):
    file, _, place = target.partition("#")
    path = (ROOT / name).parent / file if file else ROOT / name

    assert path.exists()
    assert not place or place in map(
        anchor, re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    )


def anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def places():
    """Files, and names in them, as the documents call them: `keepsakes/showing.py::appearance`."""
    for name, text in TEXTS.items():
        for found in re.findall(r"`([\w./-]+/[\w.-]+\.\w+)(?:::(\w+))?`", text):
            yield name, *found


@pytest.mark.parametrize(("name", "file", "member"), sorted(set(places())))
def test_every_file_and_function_that_is_named_is_there(name, file, member):
    found = next(
        (base / file for base in (ROOT, SOURCE, SOURCE.parent) if (base / file).is_file()), None
    )
    if found is None and not (SOURCE / file.partition("/")[0]).is_dir():
        pytest.skip("a path of the reader's own, not of ours")

    assert found
    assert not member or re.search(rf"^(def|class) {member}\b", found.read_text(), re.MULTILINE)


@functools.cache
def sentences_of_the_program():
    """Every text in the source, with … where it has a name or number of the moment."""
    said = " ".join(" ".join(texts_of_the_program()).split())
    return re.sub(r"%[sd]", "…", said)


def texts_of_the_program():
    for file in [*SOURCE.rglob("*.py"), ROOT / "start.py"]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.JoinedStr):
                yield "…".join(str(p.value) for p in node.values if isinstance(p, ast.Constant))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def errors_told_of():
    table = RUNNING.partition("## What each error says")[2]
    cells = [row.split(" | ")[0] for row in table.splitlines() if row.startswith("| “")]
    return [sentence for cell in cells for sentence in re.findall("“([^”]+)”", cell)]


@pytest.mark.parametrize("sentence", errors_told_of())
def test_every_error_that_is_explained_is_one_the_program_says(sentence):
    for piece in re.split(r"…|\d+", sentence):
        assert piece.strip(" ().:") in sentences_of_the_program()


def test_the_first_page_tells_the_two_commands():
    assert "\n    python3 start.py\n" in TEXTS["README.md"]
    assert "\n    python3 start.py test\n" in TEXTS["README.md"]
    assert "\n    python3 start.py demo\n" in TEXTS["README.md"]


def test_the_changelog_begins_with_this_version():
    assert re.search(r"^## (\S+)", TEXTS["CHANGELOG.md"], re.MULTILINE)[1] == __version__


@pytest.mark.parametrize("name", TEXTS)
def test_no_document_holds_a_path_of_the_machine_it_was_written_on(name):
    assert not re.search(r"(?<![\w.])/(work|tmp|root|home)/", TEXTS[name])
