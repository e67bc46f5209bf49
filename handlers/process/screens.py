"""The book on a phone: the chart, one leaf a screen, two leaves side by side."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from domain.process.compare import Aspect
from domain.process.types import Leaf, Node
from handlers.process import texts
from handlers.process.charts import chart_of
from handlers.process.describe import LONG_ITEMS, SEPARATOR, Difference, Section, describe_comparison, describe_leaf
from handlers.say import Button, Say, act, in_rows, rows
from handlers.view import View
from locales import lines

POINTS = frozenset(
    {
        Aspect.KEY_POINT,
        Aspect.MANAGING_DEPARTMENT,
        Aspect.CONTROL_POINTS,
        Aspect.CONDITIONS,
        Aspect.MILESTONES,
        Aspect.ASKED,
        Aspect.NOTICES,
    }
)
"""What staff read first; the rest is one tap away."""
SHORT = 14
"""Two sides of so few characters stand in one line."""


def chart(view: View) -> Say:
    """The tree of order types, as a picture where there is a font for it, and a button for each type."""
    said = texts.CHART(view.lang, title=view.book.title.in_(view.lang))
    picture = chart_of(view.book, view.lang)
    if picture is None:
        said = lines([said, *_tree(view, view.book.tree)])
    buttons = [_leaf_button(view, leaf) for leaf in view.book.leaves.values()]
    return Say(said, in_rows(buttons), photo=picture)


def _tree(view: View, node: Node, depth: int = 0) -> Iterator[Markup]:
    yield texts.CHART_LINE(view.lang, indent="\u00a0\u00a0" * depth, name=node.name.in_(view.lang))
    for child in node.children:
        yield from _tree(view, child, depth + 1)


def _leaf_button(view: View, leaf: Leaf) -> Button:
    return act(leaf.short.in_(view.lang), "process.leaf", leaf=leaf.key)


def screen(view: View) -> Say | None:
    """The card on which a person goes from leaf to leaf. None once a new book has the leaf no more."""
    leaf = view.book.leaves.get(str(view.facts["leaf"]))
    if leaf is None:
        return None
    other = view.facts.get("with")
    if other is None:
        return one_leaf(view, leaf)
    if other == "":
        return choose_other(view, leaf)
    return compared(view, leaf, view.book.leaves[other]) if other in view.book.leaves else one_leaf(view, leaf)


# ── one leaf ───────────────────────────────────────────────────────────────────────────────


def one_leaf(view: View, leaf: Leaf) -> Say:
    """What is asked, where it is controlled and by whom, what is paid when, who is told."""
    full = bool(view.facts.get("full"))
    sections = [one for one in describe_leaf(view.book, leaf, view.lang) if full or one.aspect in POINTS]
    said = [texts.LEAF_TITLE(view.lang, short=leaf.short.in_(view.lang), name=leaf.name.in_(view.lang))]
    for section in sections:
        said.extend(_section(section, view.lang))
    more = act((texts.LESS if full else texts.MORE).plain(view.lang), "process.leaf", leaf=leaf.key, full=not full)
    compare = act(texts.COMPARE.plain(view.lang), "process.compare", leaf=leaf.key)
    return Say(lines(said), rows((compare,) if len(view.book.leaves) > 1 else None, (more,)))


def _section(section: Section, lang: str) -> Iterator[Markup]:
    if section.aspect in LONG_ITEMS and len(section.items) > 1:
        yield texts.LEAF_LIST(lang, label=section.label)
        for item in section.items:
            yield texts.LEAF_ITEM(lang, item=item)
    else:
        yield texts.LEAF_LINE(lang, label=section.label, items=_joined(section.aspect, section.items, lang))


def _joined(aspect: Aspect, items: tuple[str, ...], lang: str) -> str:
    comma = texts.LIST_LONG if aspect in LONG_ITEMS else texts.LIST_COMMA
    return SEPARATOR.get(aspect, comma.plain(lang)).join(items)


# ── two leaves ─────────────────────────────────────────────────────────────────────────────


def choose_other(view: View, leaf: Leaf) -> Say:
    """With which other leaf it is compared."""
    others = [
        act(other.short.in_(view.lang), "process.compare", leaf=leaf.key, other=other.key)
        for other in view.book.leaves.values()
        if other.key != leaf.key
    ]
    back = act(texts.BACK.plain(view.lang), "process.leaf", leaf=leaf.key)
    return Say(texts.COMPARE_WITH(view.lang, short=leaf.short.in_(view.lang)), (*in_rows(others), (back,)))


def compared(view: View, a: Leaf, b: Leaf) -> Say:
    """What differs, then what is the same."""
    lang, names = view.lang, (a.short.in_(view.lang), b.short.in_(view.lang))
    same, different = describe_comparison(view.book, a.key, b.key, lang)
    said = [texts.COMPARED(lang, a=names[0], b=names[1]), texts.DIFFERENT(lang)]
    for difference in different:
        said.extend(_difference(difference, names, lang))
    said += [texts.SAME(lang), *_alike(same, {one.label for one in different}, lang)]
    return Say(
        lines(said),
        (
            (_leaf_button(view, a), _leaf_button(view, b)),
            (act(texts.COMPARE.plain(lang), "process.compare", leaf=a.key),),
        ),
    )


def _alike(same: tuple[Section, ...], apart: set[str], lang: str) -> Iterator[Markup]:
    """What is the same; a long list that is the same throughout is named, not told."""
    whole = [one.label for one in same if one.aspect in LONG_ITEMS and one.label not in apart]
    for section in same:
        if section.label not in whole:
            items = _joined(section.aspect, section.items, lang)
            yield texts.DIFFERENT_LABEL(lang, label=section.label) + items
    if whole:
        yield texts.ALL_THE_SAME(lang, labels=texts.LIST_COMMA.plain(lang).join(whole))
    if not same:
        yield texts.NOTHING_THE_SAME(lang)


def _difference(difference: Difference, names: tuple[str, str], lang: str) -> Iterator[Markup]:
    """Both sides in one line where they are short, or else a line each."""
    both = [item for item in difference.a if item in difference.b]
    left = tuple(item for item in difference.a if item not in both)
    right = tuple(item for item in difference.b if item not in both)
    comma = (texts.LIST_LONG if difference.aspect in LONG_ITEMS else texts.LIST_COMMA).plain(lang)
    label = texts.DIFFERENT_LABEL(lang, label=difference.label)
    if both:  # asked in both, but put in another way or with another default
        yield label + texts.ONLY_DEFAULTS(lang, items=comma.join(both))
    if not left and not right:
        return
    sides = [comma.join(items) or texts.NOTHING.plain(lang) for items in (left, right)]
    if max(map(len, sides)) <= SHORT:
        yield texts.DIFFERENT_LINE(lang, label=difference.label, a=sides[0], b=sides[1])
        return
    yield label
    for name, items in zip(names, sides, strict=True):
        yield texts.DIFFERENT_SIDE(lang, leaf=name, items=items)
