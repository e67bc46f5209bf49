"""Reads the tree of order types (层次图) and the questions that lead to a leaf."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from domain.process.read_company import check_key
from domain.process.read_fields import check_width
from domain.process.reader import Table
from domain.process.types import Node, Option, Question
from domain.process.words import Words

MOST_QUESTIONS = 3
# A button in a row of its own: 16 Chinese characters still stand on a 390-pixel-wide phone.
LONGEST_BUTTON = 32


def read_tree(book: Table, leaf_names: Mapping[str, Words]) -> tuple[Node, dict[str, tuple[Words, ...]]]:
    """The tree, and for every leaf the names from the root down to its branch."""
    section = book.table("tree")
    branches = {key: section.table(key) for key in section.each_key()}
    names = {key: table.words("name") for key, table in branches.items()}
    children: dict[str, tuple[str, ...]] = {}
    parents: dict[str, str] = {}
    for key, table in branches.items():
        check_key(section.faults, table.path, key)
        if key in leaf_names:
            section.fault(key, "is the key of a leaf as well", "give the branch another key")
        children[key] = table.names("children", "branch or leaf", {*branches, *leaf_names} - {key})
        if not children[key] and table.has("children"):
            table.fault("children", "has nothing below it", "name a branch or a leaf, or delete the branch")
        for child in children[key]:
            if parents.setdefault(child, key) != key:
                table.fault("children", f'"{child}" stands under "{parents[child]}" already', "name it once")
        table.close()
    roots = [key for key in branches if key not in parents]
    if len(roots) != 1:
        what = f"has {len(roots)} roots" + (f": {', '.join(roots)}" if roots else "")
        section.faults.add(section.path, what, "put every branch but one under another, without a circle")
        return Node("", Words("")), {}
    _check_hanging(section, {*branches, *leaf_names}, {roots[0], *_below(roots[0], children)})
    paths: dict[str, tuple[Words, ...]] = {}
    return _node(roots[0], (), names, leaf_names, children, paths), paths


def _below(key: str, children: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    wait = [key]
    while wait:
        for child in children.get(wait.pop(), ()):
            if child not in found:
                found.add(child)
                wait.append(child)
    return found


def _check_hanging(section: Table, every: set[str], reached: set[str]) -> None:
    for key in sorted(every - reached):
        section.faults.add(section.path, f'"{key}" hangs under no branch', f'add "{key}" to the children of one branch')


def _node(
    key: str,
    above: tuple[Words, ...],
    names: Mapping[str, Words],
    leaf_names: Mapping[str, Words],
    children: Mapping[str, tuple[str, ...]],
    paths: dict[str, tuple[Words, ...]],
) -> Node:
    if key in leaf_names:
        paths[key] = above
        return Node(key, leaf_names[key], leaf=key)
    path = (*above, names[key])
    below = tuple(_node(child, path, names, leaf_names, children, paths) for child in children[key])
    return Node(key, names[key], below)


def read_questions(book: Table, leaves: Collection[str]) -> tuple[str, MappingProxyType[str, Question]]:
    """The key of the first question, and all questions."""
    section = book.table("intake")
    table = section.table("question")
    keys = list(table.values)
    questions = {key: _read_question(table.table(key), key, keys, leaves) for key in table.each_key()}
    first = section.name("first", "question", keys)
    section.close()
    if first in questions:
        _check_ways(section, table, first, questions, leaves)
    return first, MappingProxyType(questions)


def _read_question(table: Table, key: str, keys: list[str], leaves: Collection[str]) -> Question:
    check_key(table.faults, table.path, key)
    ask = table.words("ask")
    options: list[Option] = []
    for row in table.tables("options"):
        label = row.words("label")
        check_width(row, "label", label, LONGEST_BUTTON)
        leaf = row.name("leaf", "leaf", leaves) if row.has("leaf") else None
        question = row.name("question", "question", keys) if row.has("question") else None
        if (leaf is None) == (question is None):
            row.faults.add(row.path, "must lead to one thing", 'give either leaf = "…" or question = "…"')
        row.close()
        options.append(Option(label, leaf, question))
    if not options and table.has("options"):
        table.fault("options", "offers nothing", "give at least one option")
    table.close()
    return Question(key, ask, tuple(options))


def _check_ways(
    section: Table, table: Table, first: str, questions: Mapping[str, Question], leaves: Collection[str]
) -> None:
    """Every way ends at a leaf after at most three questions, and every leaf has a way."""
    leaves_found: set[str] = set()
    questions_found: set[str] = set()
    ways: list[tuple[str, ...]] = [(first,)]
    while ways:
        way = ways.pop()
        questions_found.add(way[-1])
        if len(way) > MOST_QUESTIONS:
            circle = " in a circle" if len(set(way)) < len(way) else ""
            table.fault(
                way[-1],
                f"asks more than {MOST_QUESTIONS} questions{circle}: {' > '.join(way)}",
                "let an earlier option lead to a leaf",
            )
            continue
        for option in questions[way[-1]].options:
            if option.leaf:
                leaves_found.add(option.leaf)
            elif option.question and option.question in questions:
                ways.append((*way, option.question))
    for key in sorted(set(questions) - questions_found):
        table.fault(key, "is never asked", f'let an option lead to it, or delete the question "{key}"')
    for key in sorted(set(leaves) - leaves_found):
        section.faults.add(section.path, f'no question leads to the leaf "{key}"', f'add an option with leaf = "{key}"')
