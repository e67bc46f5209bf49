"""Leaves that do not differ from a sibling (A15): a level is worth having only where behaviour differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from domain.process.types import Leaf, Node


def siblings_alike(tree: Node, leaves: Mapping[str, Leaf]) -> tuple[tuple[Leaf, Leaf], ...]:
    """Pairs under one branch with the same gate, managing department and key points."""
    return tuple(
        (first, second)
        for branch in _branches(tree)
        for first, second in combinations([leaves[n.leaf] for n in branch.children if n.leaf], 2)
        if _nature(first) == _nature(second)
    )


def _branches(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _branches(child)


def _nature(leaf: Leaf) -> tuple[object, ...]:
    """What makes a type what it is. Names and sentences do not: a copy with another name is a copy."""
    gate = (
        frozenset((point.checkpoint, point.department) for point in leaf.control_points),
        frozenset(leaf.payment_conditions),
        {
            checkpoint: [(r.rule, r.department, dict(r.params)) for r in rules]
            for checkpoint, rules in leaf.gates.items()
        },
        leaf.ships,
    )
    return (gate, leaf.managing_department, tuple(m.words.zh for m in leaf.milestones))
