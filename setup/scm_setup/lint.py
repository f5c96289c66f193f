"""The linters, all of them run before the first failure is reported."""

import os
import subprocess

from . import lint_docs, lint_models, lint_names, python_env, system
from .paths import ADDONS, REPOSITORY
from .progress import SetupError, say, step

# Our README is Markdown, by the house style; the check asks for reStructuredText.
OCA_OFF = "--disable=prefer-readme-rst"
# And a model that is extended by topic, a room each, is not merged into one file.
PYLINT_OFF = (
    "--disable=all",
    "--enable=odoolint",
    "--disable=missing-readme,consider-merging-classes-inherited",
)
PYTHON = ("addons", "tests", "setup/scm_setup")


def _get_commands(fix):
    """Return (name, command) for each linter; ``fix`` lets those that can mend."""
    programs = python_env.ensure_linters()
    node = python_env.ensure_node_linters()
    python = programs / "python"
    addons = sorted(str(path.parent) for path in ADDONS.glob("*/__manifest__.py"))
    pos = sorted(str(path) for path in ADDONS.glob("*/i18n/*.po"))
    scripts = sorted(str(path) for path in ADDONS.rglob("static/**/*.js"))
    oca = "from oca_pre_commit_hooks.cli{} import main; import sys; sys.exit(main())"
    commands = [
        ("ruff check", [programs / "ruff", "check", *(["--fix"] if fix else []), *PYTHON]),
        ("ruff format", [programs / "ruff", "format", *([] if fix else ["--check"]), *PYTHON]),
        ("pylint-odoo", [python, "-m", "pylint", "--rcfile=.pylintrc", *PYLINT_OFF, *addons]),
        ("OCA checks of modules", [python, "-c", oca.format(""), OCA_OFF, *addons]),
    ]
    if pos:
        commands.append(
            (
                "OCA checks of translations",
                [python, "-c", oca.format("_po"), "--disable=po-pretty-format", *pos],
            )
        )
    if scripts:
        prettier = [node / "prettier", "--write" if fix else "--check", *scripts]
        config = REPOSITORY / "eslint.config.mjs"
        eslint = [node / "eslint", *(["--fix"] if fix else []), "--config", config, *scripts]
        commands += [
            ("eslint", eslint),
            ("prettier", prettier),
        ]
    return commands, {"NODE_PATH": str(node.parent), "PATH": f"{node}:{os.environ['PATH']}"}


def _run_own():
    """Run the linters of merges, pages and models; return the names of those that failed."""
    tree = lint_docs.read_tree()
    failed = []
    linters = lint_docs.LINTERS | lint_names.LINTERS | lint_models.LINTERS
    for name, find in linters.items():
        with step(name):
            found = find(tree)
        if found:
            say("\n".join(found))
            failed.append(name)
    return failed


def run_all(fix=False):
    """Run every linter; raise SetupError with the findings of all that failed."""
    # First of all: they need nothing but git.
    failed = _run_own()
    system.ensure({"npm": system.FOR_TESTS["npm"]}, "the linters")
    commands, environment = _get_commands(fix)
    for name, command in commands:
        with step(name):
            done = subprocess.run(
                [str(word) for word in command],
                cwd=REPOSITORY,
                env={**os.environ, **environment},
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            say(done.stdout + done.stderr)
            failed.append(name)
    if failed:
        raise SetupError(f"Linters found something: {', '.join(failed)}")
