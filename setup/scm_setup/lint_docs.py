"""Linters of what people read: merges left undone, twins that differ, links to nowhere.

A *tree* is a dict {path from the root of the repository: text}; a picture or another
binary file has the text ``None``. Every linter takes a tree and returns lines
"path:line: what is wrong".
"""

import posixpath
import re
import subprocess
import unicodedata
from itertools import zip_longest
from urllib.parse import unquote

from .paths import REPOSITORY

GUIDE = "docs/guide"
LANGUAGE = "zh_TW"
# What git writes around the two sides of a conflict. A line of "=======" alone is none:
# it underlines a heading as well.
MARKER = re.compile(r"(<{7}|\|{7}|>{7})( |$)")
HEADING = re.compile(r"(#+) +(.+?) *#* *$")
LINK = re.compile(r"(!?)\[[^\]]*\]\(<?([^)>\s]*)>?(?: +\"[^\"]*\")?\)")
CODE_SPAN = re.compile(r"(`+).*?\1")
# The address at which a page of this repository is read by those who have a wheel only.
WEBSITE = re.compile(r'"website": "([^"]+)"')
WEBSITE_PAGE = re.compile(r"/(?:blob|tree|raw)/[^/]+/([^#]*)")


def read_tree():
    """Return the tree of this checkout: the files that git tracks, as they are now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    tree = {}
    for path in filter(None, listed.stdout.split("\0")):
        file = REPOSITORY / path
        if file.is_file():
            content = file.read_bytes()
            tree[path] = None if b"\0" in content else content.decode(errors="replace")
    return tree


def get_prose_lines(text):
    """Yield (number, line) of a page outside its blocks of code."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        mark = line.lstrip()[:3]
        if mark in ("```", "~~~") and fence in ("", mark):
            fence = "" if fence else mark
        elif not fence:
            yield number, line


def get_headings(text):
    """Return [(number of the line, level, title)] of a page."""
    found = []
    for number, line in get_prose_lines(text):
        if match := HEADING.match(line):
            found.append((number, len(match[1]), match[2]))
    return found


def get_links(text):
    """Return [(number of the line, is a picture, target)] of a page."""
    return [
        (number, bool(match[1]), match[2])
        for number, line in get_prose_lines(text)
        for match in LINK.finditer(CODE_SPAN.sub("", line))
    ]


def get_anchors(text):
    """Return the anchors of a page's headings, as GitHub makes them."""
    anchors = set()
    for _number, _level, title in get_headings(text):
        title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
        kept = "".join(
            letter
            for letter in title
            if letter in " -_" or unicodedata.category(letter)[0] in "LMN"
        )
        anchor = plain = kept.replace(" ", "-")
        count = 0
        while anchor in anchors:
            count += 1
            anchor = f"{plain}-{count}"
        anchors.add(anchor)
    return anchors


def get_pages(tree):
    """Return the pages whose links are checked: docs and everything Markdown."""
    return {path: text for path, text in tree.items() if path.endswith(".md") and text is not None}


def find_conflict_markers(tree):
    """Return the lines that a merge left for somebody to decide."""
    return [
        f"{path}:{number}: a conflict marker: {line[:40]}"
        for path, text in tree.items()
        for number, line in enumerate((text or "").splitlines(), 1)
        if MARKER.match(line)
    ]


def get_shape(path, text):
    """Return [(number of the line, what stands there)] that both languages must have.

    Headings count by level, pictures by file without the suffix of the language.
    """
    shape = [
        (number, f"a heading of level {level}", title)
        for number, level, title in get_headings(text)
    ]
    for number, is_picture, target in get_links(text):
        if is_picture:
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            shape.append((number, "the picture " + re.sub(rf"\.(en|{LANGUAGE})\.", ".", file), ""))
    return sorted(shape)


def find_twin_faults(tree):
    """Return the guide pages whose twin is missing, or lacks a heading or a picture."""
    faults = []
    for path, text in get_pages(tree).items():
        folder, name = posixpath.split(path)
        if folder not in (GUIDE, f"{GUIDE}/{LANGUAGE}"):
            continue
        twin = f"{GUIDE}/{name}" if folder != GUIDE else f"{GUIDE}/{LANGUAGE}/{name}"
        if tree.get(twin) is None:
            faults.append(f"{path}:1: there is no {twin}")
        elif folder == GUIDE:
            faults += _compare_twins(path, text, twin, tree[twin])
        faults += _find_pictures_of_the_other_language(path, text)
    return faults


def _compare_twins(path, text, twin, twin_text):
    """Return at most one fault: the first place where the two pages differ."""
    for here, there in zip_longest(get_shape(path, text), get_shape(twin, twin_text)):
        if (here and here[1]) != (there and there[1]):
            # The place on the page that has something is the one to open.
            page, (number, what, title) = (path, here) if here else (twin, there)
            other = f"{twin} has {there[1]} {there[2]}" if here and there else "the twin ends"
            return [f"{page}:{number}: {what} {title}".rstrip() + f", where {other}".rstrip()]
    return []


def _find_pictures_of_the_other_language(path, text):
    other = ".en." if f"/{LANGUAGE}/" in path else f".{LANGUAGE}."
    return [
        f"{path}:{number}: a picture in the other language: {target}"
        for number, is_picture, target in get_links(text)
        if is_picture and other in posixpath.basename(target)
    ]


def find_dead_links(tree):
    """Return the links and pictures of the pages that lead nowhere."""
    folders = {folder for path in tree for folder in _get_parents(path)}
    website = next(
        (
            match[1]
            for path, text in tree.items()
            if path.endswith("/__manifest__.py") and (match := WEBSITE.search(text or ""))
        ),
        None,
    )
    faults = []
    for path, text in get_pages(tree).items():
        for number, _is_picture, target in get_links(text):
            if fault := _check_link(tree, folders, website, path, target):
                faults.append(f"{path}:{number}: {fault}: {target}")
    return faults


def _get_parents(path):
    while path := posixpath.dirname(path):
        yield path


def _check_link(tree, folders, website, path, target):
    """Return what is wrong with a link on the page ``path``, or None."""
    file, _hash, anchor = unquote(target).partition("#")
    if website and file.startswith(f"{website}/"):
        # A page of ours by its address: it must be there like any other.
        page = WEBSITE_PAGE.match(file[len(website) :])
        file = page[1].rstrip("/") if page else ""
        if not page:
            return None
    elif re.match(r"[a-z]+:", file):
        return None
    elif file:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
        if fault := _check_leaves_addon(path, file):
            return fault
    else:
        file = path
    if file not in tree and file not in folders:
        return "leads nowhere"
    if anchor and anchor not in get_anchors(tree.get(file) or ""):
        return "leads to a heading that is not there"
    return None


def _check_leaves_addon(path, file):
    """Refuse a link that leaves its addon: in a wheel it leads nowhere."""
    addon = re.match(r"addons/[^/]+/", path)
    if addon and not f"{file}/".startswith(addon[0]):
        return "leaves the addon, dead in a wheel; use the address of the repository"
    return None


LINTERS = {
    "conflict markers": find_conflict_markers,
    "twins of guide pages": find_twin_faults,
    "links of pages": find_dead_links,
}
