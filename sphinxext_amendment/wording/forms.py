"""Inflected forms of a term that is to be replaced: where they stand and, if safe, what they would become.

A motion quotes a term in its base form („sozialer Lebensraum“), the text has it inflected ("sozialen
Lebensräumen"). What is found here is advice: it tells an author what to look at and is never applied by
itself. A form is proposed only by analogy between words that are inflected alike, which the language's data
knows by their last parts ("-raum"). Wherever an article, an adjective, a number or a pair of genders might
have to change, nothing is proposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from sphinxext_amendment.engine.raised import RAISED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinxext_amendment.wording.language import Language

# A raised number stands before the first word of a sentence and is no part of it.
_LETTERS = rf"[^\W_{RAISED}]+"
_HYPHENS = "-‐‑"
# A word with all that is joined to it: "Einwohner/innen", "Bürger*innen", "Bürger(innen)", "Bürger- und …".
_WORD = re.compile(rf"[{_HYPHENS}]?{_LETTERS}(?:[{_HYPHENS}/*:_·]{{1,2}}{_LETTERS}|\({_LETTERS}\))*[{_HYPHENS}]?")
# How many words may stand between two words of a term: "sozialen, kulturellen und anderen Lebensräumen".
_MOST_BETWEEN = 4
# Letters of an adjective without its ending; shorter words are often articles or pronouns.
_SHORTEST_ADJECTIVE = 4
# The mark of an ending that changes the vowel before it, in the language's data.
_UMLAUT = "^"


@dataclass(frozen=True, slots=True)
class Form:
    """An inflected form of a term: its place, text, and what it would become (None: a person must say)."""

    start: int
    end: int
    found: str
    proposal: str | None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Nouns:
    """Nouns of one gender and one inflection, by their last parts. The first of the *endings* is that of the term."""

    endings: tuple[str, ...]
    tails: tuple[str, ...]
    gender: str


@dataclass(frozen=True, slots=True, eq=False)
class _Grammar:
    """How a language inflects; the fields are the keys of its data."""

    stem: Callable[[str], str]
    umlauts: dict[str, str]
    irregular: dict[str, str]
    endings: frozenset[str]
    possessives: tuple[str, ...]
    articles: frozenset[str]
    capital_nouns: bool
    one_scheme: bool
    conjunctions: frozenset[str]
    feminine_endings: tuple[str, ...]
    feminine_singular: str
    gendered_endings: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    genitive_adjective: str
    adjective_tails: tuple[str, ...]
    no_adjectives: frozenset[str]
    no_terms: frozenset[str]
    unlike: tuple[str, ...]
    nouns: tuple[_Nouns, ...]
    agreement: dict[str, tuple[frozenset[str], ...]]
    vowels: str


@cache
def _grammar(language: Language) -> _Grammar:
    # Loaded where it is needed: few builds look for forms.
    import snowballstemmer  # noqa: PLC0415

    table = language.tables["forms"]
    return _Grammar(
        stem=snowballstemmer.stemmer(table["stemmer"]).stemWord,
        umlauts=table["umlauts"],
        irregular=table["irregular"],
        endings=frozenset(table["endings"]),
        possessives=tuple(table["possessives"]),
        articles=frozenset(table["articles"]),
        capital_nouns=table["capital_nouns"],
        one_scheme=table["one_scheme"],
        conjunctions=frozenset(table["conjunctions"]),
        feminine_endings=tuple(table["feminine_endings"]),
        feminine_singular=table["feminine_singular"],
        gendered_endings=tuple(table["gendered_endings"]),
        adjective_endings=tuple(table["adjective_endings"]),
        genitive_adjective=table["genitive_adjective"],
        adjective_tails=tuple(table["adjective_tails"]),
        no_adjectives=frozenset(table["no_adjectives"]),
        no_terms=frozenset(table["no_terms"]),
        unlike=tuple(table["unlike"]),
        nouns=tuple(
            _Nouns(tuple(group["endings"]), tuple(group["tails"]), group["gender"]) for group in table["nouns"]
        ),
        agreement={gender: tuple(map(frozenset, cases)) for gender, cases in table["agreement"].items()},
        vowels=language.tables["sentences"]["vowels"],
    )


def inflected_forms(term: str, replacement: str, content: str, language: Language) -> tuple[Form, ...]:
    """Find the places in *content* where *term* stands otherwise than as it is written, in order.

    Every word there has the stem of the term's word in its place. A word joined to another
    ("Einwohner/innen", a compound) is no form. A form that other words interrupt ("sozialen und kulturellen
    Lebensräumen") is found without a proposal; else the proposal is *replacement*, inflected as the term is
    there.
    """
    parts = [word.text for word in _words(term)]
    if not parts or parts != term.split():
        return ()
    grammar = _grammar(language)
    words = _words(content)
    found: list[Form] = []
    free = 0
    for index in range(len(words)):
        places = _places(parts, words, index, content, grammar) if index >= free else []
        if not places:
            continue
        start, end = words[index].start, words[places[-1]].end
        free = places[-1] + 1
        proposal = None
        if free - index == len(parts) and not _is_bound(words, index, free, grammar):
            proposal = _inflect(parts, [words[place].text for place in places], replacement, grammar)
        possessive = next((mark for mark in grammar.possessives if content.startswith(mark, end)), "")
        if possessive and not content[end + len(possessive) :][:1].isalnum():
            end += len(possessive)
            # "children's" would become "pupils's": a person must say how that is written.
            proposal = proposal + possessive if proposal and proposal[-1] != possessive[-1] else None
        if content[start:end] != term:
            found.append(Form(start, end, content[start:end], proposal))
    return tuple(found)


def joined(term: str, content: str) -> tuple[tuple[int, int], ...]:
    """Find the words of *content* that hold *term* and more: "Einwohner/innen", "Bürger-", "Kreisjugendamt".

    Small and capital letters are the same here. Returns the spans of the whole words in order, inflected
    forms among them.
    """
    if not term.strip():
        return ()
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for word in _words(content):
        starts.update(dict.fromkeys(range(word.start, word.end), word.start))
        ends.update(dict.fromkeys(range(word.start + 1, word.end + 1), word.end))
    pattern = re.compile(r"\s+".join(map(re.escape, term.split())), re.IGNORECASE)
    spans = {
        (starts.get(match.start(), match.start()), ends.get(match.end(), match.end())): match.span()
        for match in pattern.finditer(content)
    }
    return tuple(sorted(whole for whole, part in spans.items() if whole != part))


def _words(text: str) -> list[_Word]:
    return [_Word(match[0], *match.span()) for match in _WORD.finditer(text)]


def _places(parts: Sequence[str], words: Sequence[_Word], index: int, content: str, grammar: _Grammar) -> list[int]:
    """Return the places of the words of the form that begins with the word *index*, if one does."""
    if not _is_form(parts[0], words[index].text, grammar):
        return []
    places = [index]
    for part in parts[1:]:
        reachable = _reachable(words, places[-1], content, grammar)
        place = next((place for place in reachable if _is_form(part, words[place].text, grammar)), None)
        if place is None:
            return []
        places.append(place)
    return places


def _reachable(words: Sequence[_Word], place: int, content: str, grammar: _Grammar) -> Iterator[int]:
    """Yield the next place, and those that a conjunction parts from *place*: "sozialen und kulturellen …"."""
    linked = False
    for after in range(place + 1, min(place + 2 + _MOST_BETWEEN, len(words))):
        between = content[words[after - 1].end : words[after].start]
        if between.strip() not in {"", ","} or not between:
            return
        if linked or (after == place + 1 and between.isspace()):
            yield after
        linked = linked or words[after].text in grammar.conjunctions


def _is_form(part: str, word: str, grammar: _Grammar) -> bool:
    """Say whether *word* may be a form of *part*: it has the same stem and an ending of inflection."""
    if part[0].isupper() and not word[0].isupper():
        return False
    small = regular(part.casefold(), grammar.irregular), regular(word.casefold(), grammar.irregular)
    plain = [_without_umlauts(text, grammar) for text in small]
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*plain, strict=False)))
    # The stemmer also takes off what makes another word: "Verwalter" and "verwaltet" have one stem.
    return small[0] == small[1] or (
        all(text[common:] in grammar.endings for text in plain) and grammar.stem(small[0]) == grammar.stem(small[1])
    )


def regular(word: str, irregular: Mapping[str, str]) -> str:
    """Return the first form of a word that is *irregular* by its last part: "children" is a form of "child"."""
    tail = next((tail for tail in irregular if word.endswith(tail)), "")
    return word.removesuffix(tail) + irregular[tail] if tail else word


def _without_umlauts(word: str, grammar: _Grammar) -> str:
    for vowel, umlaut in grammar.umlauts.items():
        word = word.replace(umlaut, vowel)
    return word


def _is_bound(words: Sequence[_Word], first: int, free: int, grammar: _Grammar) -> bool:
    """Say whether another word may have to change with the form.

    It may be an article ("a resident"), or its other gender or half a compound beside it: "Bürgerinnen und Bürgern".
    """
    if first and words[first - 1].text.lower() in grammar.articles:
        return True
    return any(
        word.text[0] in _HYPHENS or word.text[-1] in _HYPHENS or word.text.endswith(grammar.feminine_endings)
        for word in _beside(words, first, free, grammar)
    )


def _beside(words: Sequence[_Word], first: int, free: int, grammar: _Grammar) -> Iterator[_Word]:
    """Yield the words that a conjunction joins to those from *first* to before *free*."""
    if first > 1 and words[first - 1].text in grammar.conjunctions:
        yield words[first - 2]
    if free + 1 < len(words) and words[free].text in grammar.conjunctions:
        yield words[free + 1]


def unfit(term: str, replacement: str, content: str, span: tuple[int, int], language: Language) -> str:
    """Return the words around *span* in *content*, where *term* stands, if they may not fit its *replacement*.

    That is so if an article or adjective before it shows another gender, or the replacement is a plural, or the term
    stands beside its other gender or in half a compound: "der Landrat", "Bürgerinnen und Bürger". Returns nothing if
    nothing speaks against it; not all that is wrong is found.
    """
    if not term.split() or not replacement.split():
        return ""
    grammar = _grammar(language)
    words = _words(content)
    inside = [at for at, word in enumerate(words) if span[0] < word.end and word.start < span[1]]
    if not inside:
        return ""
    first, free = inside[0], inside[-1] + 1
    before = _agreeing(words, first, content, grammar)
    if before and _changes_gender(term, replacement, [word.text for word in before], grammar):
        return content[before[0].start : span[1]]
    if _is_inflected(replacement, grammar) and not _is_inflected(term, grammar):
        return content[span[0] : span[1]]
    article = words[first - 1] if first and words[first - 1].text.lower() in grammar.articles else None
    if article and (term[0].lower() in grammar.vowels) != (replacement[0].lower() in grammar.vowels):
        return content[article.start : span[1]]
    pair = next((word for word in _beside(words, first, free, grammar) if _is_pair(term, word.text, grammar)), None)
    return content[min(pair.start, span[0]) : max(pair.end, span[1])] if pair else ""


def _agreeing(words: Sequence[_Word], first: int, content: str, grammar: _Grammar) -> Sequence[_Word]:
    """Return the words right before *first* that are inflected with it: adjectives, and an article before them."""
    start = article = first
    while article and not content[words[article - 1].end : words[article].start].strip():
        article -= 1
        word = words[article].text
        if _shows_gender(word, grammar):
            return words[article:first]
        if not (word.islower() and word.endswith(grammar.adjective_endings)):
            break
        if _adjective_ending(word, grammar) is not None and start == article + 1:
            start = article
    return words[start:first]


def _shows_gender(word: str, grammar: _Grammar) -> bool:
    return any(word.lower() in case for cases in grammar.agreement.values() for case in cases)


def _changes_gender(term: str, replacement: str, before: Sequence[str], grammar: _Grammar) -> bool:
    """Whether the nouns have two genders, and not all of the words *before* are the same with both."""
    old, new = (_head(words, grammar) for words in (term, replacement))
    shown, *adjectives = before if _shows_gender(before[0], grammar) else ("", *before)
    if _is_feminine(new, old, grammar) or _is_feminine(old, new, grammar):
        return bool(shown) or any(word.endswith(grammar.gendered_endings) for word in adjectives)
    one, two = _gender(old, grammar), _gender(new, grammar)
    if not one or not two or one == two:
        return False
    cases = zip(grammar.agreement[one], grammar.agreement[two], strict=True)
    fits = all(shown.lower() in other for case, other in cases if shown.lower() in case)
    return not fits or any(word.endswith(grammar.gendered_endings) for word in adjectives)


def _is_feminine(one: str, two: str, grammar: _Grammar) -> bool:
    """Whether *one* is *two* in the other gender, in the singular."""
    plain, stem = (_without_umlauts(word.lower(), grammar) for word in (one, two))
    ending = grammar.feminine_singular
    return bool(ending and stem) and plain in {stem + ending, stem.removesuffix("e") + ending}


def _head(words: str, grammar: _Grammar) -> str:
    """Return the noun that *words* are about: the first one."""
    every = words.split()
    if not grammar.capital_nouns:
        return every[-1]
    return next((word for word in every if word[0].isupper() and not _shows_gender(word, grammar)), "")


def _gender(noun: str, grammar: _Grammar) -> str:
    known = _nouns(noun, grammar) if noun else None
    return known.gender if known else ""


def _is_inflected(words: str, grammar: _Grammar) -> bool:
    """Whether the noun of *words* is known and is no base form, but for instance a plural."""
    noun = _head(words, grammar)
    if not noun or not grammar.capital_nouns or _nouns(noun, grammar):
        return False
    endings = ((group, ending) for group in grammar.nouns for ending in group.endings[1:])
    tails = (_with(tail, ending, grammar) for group, ending in endings for tail in group.tails)
    return noun.lower().endswith(tuple(tails))


def _is_pair(one: str, two: str, grammar: _Grammar) -> bool:
    """Whether *two* is *one* in the other gender, or half a compound with it: "Landrätin", "Bildungs-"."""
    if not one or not two:
        return False
    if two[0] in _HYPHENS or two[-1] in _HYPHENS:
        return True
    stem, other = (_without_umlauts(word.lower(), grammar) for word in (one, two))
    return any(other in {stem + ending, stem.removesuffix("e") + ending} for ending in grammar.feminine_endings)


def _inflect(parts: Sequence[str], forms: Sequence[str], replacement: str, grammar: _Grammar) -> str | None:
    """Return the replacement as *parts* of the term are inflected in *forms*, or None if in doubt."""
    if not replacement.strip() or not grammar.no_terms.isdisjoint(replacement.lower().split()):
        return None
    *adjectives, head = replacement.split()
    noun = _inflect_head(parts[-1], forms[-1], head, grammar)
    inflected = _inflect_adjectives(parts[:-1], forms[:-1], adjectives, grammar)
    unchanged = 0 if grammar.adjective_endings else -1
    same = [[word.lower() for word in group[: len(group) + unchanged]] for group in (parts, forms)]
    if same[0] == same[1]:
        inflected = adjectives
    if inflected is None or noun is None:
        return None
    proposal = " ".join([*inflected, noun])
    # A capital letter that the term does not have stands where a sentence begins.
    return proposal[0].upper() + proposal[1:] if forms[0][0].isupper() else proposal


def _inflect_adjectives(
    parts: Sequence[str], forms: Sequence[str], adjectives: Sequence[str], grammar: _Grammar
) -> list[str] | None:
    """Return the replacement's *adjectives* as the term's are inflected: it has as many, or it has none."""
    if len(adjectives) not in {0, len(parts)}:
        return None
    inflected = []
    for index, (part, form) in enumerate(zip(parts, forms, strict=True)):
        small = form.lower()
        ending, other = _adjective_ending(part, grammar), _adjective_ending(small, grammar)
        if ending is None or other is None or part.removesuffix(ending) != small.removesuffix(other):
            return None
        if adjectives:
            if _adjective_ending(adjectives[index], grammar) != ending:
                return None
            inflected.append(adjectives[index].removesuffix(ending) + other)
        elif other == grammar.genitive_adjective:
            return None
    return inflected


def _adjective_ending(word: str, grammar: _Grammar) -> str | None:
    """Return the ending of an inflected adjective, None for other words."""
    for ending in grammar.adjective_endings:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_ADJECTIVE and word.islower() and stem not in grammar.no_adjectives:
            return ending
    return None


def _inflect_head(part: str, form: str, head: str, grammar: _Grammar) -> str | None:
    """Return *head* inflected as *part* is in *form*, if the two words are inflected alike."""
    if part.islower() and grammar.capital_nouns:
        if not (_is_adjective(part, grammar) and _is_adjective(head, grammar)):
            return None
        endings: Sequence[str] = ("", *grammar.adjective_endings)
        pairs, form = zip(endings, endings, strict=True), form.lower()
    else:
        nouns, others = _nouns(part, grammar), _nouns(head, grammar)
        if nouns is None or others is None or (nouns is not others and not grammar.one_scheme):
            return None
        part, head = part.removesuffix(nouns.endings[0]), head.removesuffix(others.endings[0])
        pairs = zip(nouns.endings, others.endings, strict=True)
    for ending, other in pairs:
        inflected = _with(part, ending, grammar)
        if form in {inflected, inflected[0].upper() + inflected[1:]}:
            return _with(head, other, grammar)
    return None


def _is_adjective(word: str, grammar: _Grammar) -> bool:
    return word.islower() and word.endswith(grammar.adjective_tails) and word not in grammar.no_adjectives


def _nouns(noun: str, grammar: _Grammar) -> _Nouns | None:
    """Return the class that *noun* is known to belong to."""
    small = noun.lower()
    if (grammar.capital_nouns and not noun[0].isupper()) or noun in grammar.unlike or small.endswith(grammar.unlike):
        return None
    return next((nouns for nouns in grammar.nouns if small.endswith(nouns.tails)), None)


def _with(word: str, ending: str, grammar: _Grammar) -> str:
    if not ending.startswith(_UMLAUT):
        return word + ending
    # Only the last vowel changes, and "au" is one.
    vowel = list(re.finditer("|".join(grammar.umlauts), word, re.IGNORECASE))[-1]
    umlaut = grammar.umlauts[vowel[0].lower()]
    umlaut = umlaut.capitalize() if vowel[0][0].isupper() else umlaut
    return word[: vowel.start()] + umlaut + word[vowel.end() :] + ending.removeprefix(_UMLAUT)
