"""Linters of the words on pages: those of the trade, and those of the code.

They take a tree and return lines, as those of `lint_docs` do.
"""

import re

from .lint_docs import LANGUAGE, get_pages, get_prose_lines

GLOSSARY = "docs/glossary.md"
HISTORY = ("CHANGELOG.md", "docs/regressions.md")
CODE = (".py", ".xml", ".js", ".csv", ".sql")
WORD = re.compile(r"\b\w+\b")
MODEL = re.compile(r"[\"']((?:scm|stock|purchase|product|res)\.[a-z_.]+)[\"']")
SPAN = re.compile(r"`([^`]+)`")
FILE = re.compile(r"(?<![\w>])[\w./-]+\.(?:py|xml|md|csv|js|mjs|sql|json|txt|pot?)\b")
# A name that ends in "_" or stands before "<" is the beginning of several: `_apply_<kind>`.
METHOD = re.compile(r"(?<![\w.<>])_[a-z][a-z_]+[a-z](?![\w<…])|(?<=[a-z]\.)_[a-z_]+[a-z](?![\w<…])")
MODEL_SPAN = re.compile(r"\bscm(?:\.[a-z][a-z_]*)+(?![\w<…])")
MODEL_METHOD = re.compile(
    r"\b((?:scm|product|purchase|res|stock)(?:\.[a-z][a-z_]*)+)\.(_[a-z_]+[a-z])(?![\w<…])"
)
PO_TERM = re.compile(r'^msgid "(.+)"\nmsgstr "(.+)"', re.M)


def find_glossary_faults(tree):
    """Return the rows of the glossary whose Chinese is not what the screens say.

    A row whose English is no term of ours (Odoo's, or a word of the code) is left alone.
    """
    terms = {}
    for path, text in tree.items():
        if path.endswith(f"/i18n/{LANGUAGE}.po"):
            for english, chinese in PO_TERM.findall(text or ""):
                terms.setdefault(english, set()).add(chinese)
    faults = []
    for number, line in get_prose_lines(tree.get(GLOSSARY) or ""):
        cells = [cell.strip() for cell in line.split("|")[1:3]]
        shown = terms.get(cells[0]) if len(cells) == 2 else None
        if shown and cells[1] not in shown:
            faults.append(
                f"{GLOSSARY}:{number}: {cells[0]} is {cells[1]}, on screens {', '.join(shown)}"
            )
    return faults


def find_dead_names(tree):
    """Return the files, methods and models that a page names and the code doesn't have.

    What stands in `backticks` and in diagrams is looked at, in pages that tell how things
    are: what the changelog says was true once. A method counts as there when the word
    stands in the code.
    """
    code = {
        path: text or ""
        for path, text in tree.items()
        if path.endswith(CODE) and "/tests/" not in path and not path.startswith("docs/")
    }
    words = {word for text in code.values() for word in WORD.findall(text)}
    models = {name for text in code.values() for name in MODEL.findall(text)}
    faults = []
    for path, text in get_pages(tree).items():
        for number, span in _get_spans(text) if path not in HISTORY else ():
            gone = [name for name in FILE.findall(span) if not _is_file(tree, name)]
            gone += [name for name in METHOD.findall(span) if name not in words]
            gone += [
                name for name in MODEL_SPAN.findall(span) if not _is_model(models, words, name)
            ]
            gone += [
                f"{model}.{name}"
                for model, name in MODEL_METHOD.findall(span)
                if model in models and name in words and not _is_method_of(code, model, name)
            ]
            faults += [f"{path}:{number}: the code has no {name}" for name in gone]
    return faults


def _get_spans(text):
    """Yield (number of the line, words of the code): in backticks, and in diagrams."""
    for number, line in get_prose_lines(text):
        for span in SPAN.findall(line):
            yield number, span
    is_diagram = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            is_diagram = line == "```mermaid"
        elif is_diagram:
            yield number, line


def _is_model(models, words, name):
    """Say whether ``name`` is a model, or a field of one."""
    model, _dot, field = name.rpartition(".")
    return name in models or (model in models and field in words)


def _is_method_of(code, model, name):
    """Say whether a file that is about ``model`` defines the method."""
    return any(f'"{model}"' in text and f"def {name}(" in text for text in code.values())


def _is_file(tree, name):
    return any(path == name or path.endswith(f"/{name}") for path in tree)


LINTERS = {
    "words of the glossary": find_glossary_faults,
    "names in pages": find_dead_names,
}
