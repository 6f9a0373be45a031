"""Words no paper writes, compared with the archive's own vocabulary: a slip of the finger is not a new subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, partial

from retrieval.archive.database import Database
from retrieval.search.misnamed import renamed
from retrieval.text.words import ending, is_wanted

_SHORTEST = 5  # letters of a word that may be a slip; one letter fewer beside a word that papers have beside it
_SHORT = 6  # letters of a word that may well be another word instead of a slip
_TITLED = 0.1  # of the papers that hold a word, the share that have it in their titles, for it to be a subject
_FAR = 10  # from this many letters on, two slips are forgiven
_HOLDERS = 2  # papers that must hold what it is corrected to, unless a title does and one slip leads there
_MANY = 20  # papers that write a word, for what a single one writes to be a slip of it
_READ = 25  # stems whose words are looked at, the nearest first
# What the full-text table's stemmer has cut off a word, and a slip may stand before.
_ENDS = ("", "e", "s", "es", "ed", "ing", "er", "ers", "ion", "ions", "ation", "ations", "al", "ally", "ly", "ity",
         "ive", "ness", "able", "ent", "ence", "ous", "ic", "ical", "y", "or", "ment", "ful", "ies", "ize", "ized",
         "izing", "ization", "ist")  # fmt: skip
_MOST_TEXTS = 400  # papers whose words beside a neighbour are looked at
_TEXTS = 30  # papers that are looked at for how a word is written
_WORD = re.compile(r"[^\W_]+")


_Near = tuple[int, int, int, str]
"""How many slips away, minus how many papers hold the stem, minus how many have the form, the form."""


def corrected(database: Database, text: str, among: Collection[str]) -> str | None:
    """*text* with each of its words that no paper writes put right, if the vocabulary has one close by; else None.

    *among*: the words, lower case, that may be slips; those a question is made of are not the papers' to know.
    """
    written = cache(partial(_written, database))
    better = renamed(database, text, lambda word: _is_written(word.lower(), written(word)))
    for word in dict.fromkeys(_WORD.findall(better)):
        if len(word) < _SHORTEST - 1 or word.isdigit() or word.lower() not in among:
            continue
        forms = written(word)
        known = _is_written(word.lower(), forms)
        if known and forms[word.lower()] + forms[word.capitalize()] != 1:
            continue
        vouched = _beside(database, better, word)
        if known and not (
            vouched and _is_slip_of(database, vouched, word)
        ):  # one paper wrote it: that may be a slip too
            continue
        put = vouched or _by_itself(database, word, forms)
        others = [w for w in _WORD.findall(better.lower()) if w in among and w != word.lower() and is_wanted(w)]
        if put and (vouched or not others or _is_held_with(database, put, others)):
            put = put[:1].upper() + put[1:] if word[:1].isupper() else put
            better = re.sub(rf"(?<![^\W_]){word}(?![^\W_])", put, better)  # both are letters and digits
    return better if better != text else None


def _beside(database: Database, text: str, word: str) -> str:
    """The word near to *word* that papers write beside the same neighbour: "grup" before "relative"; "" if none.

    The neighbour vouches for what is doubtful by itself: a short word, a slip in its first letter, two slips.
    """
    from rapidfuzz.distance import OSA

    said = [found.lower() for found in _WORD.findall(text)]
    at = said.index(word.lower())
    most = 1 if len(word) < _SHORTEST + 1 else 2
    found: Counter[tuple[int, str]] = Counter()
    for neighbour, before in ((said[at - 1] if at else "", True), (said[at + 1] if at + 1 < len(said) else "", False)):
        if len(neighbour) < _SHORTEST - 1 or not is_wanted(neighbour):
            continue
        form = rf"{re.escape(neighbour)}[\W_]+([^\W_]+)" if before else rf"([^\W_]+)[\W_]+{re.escape(neighbour)}"
        for near in re.findall(rf"\b{form}\b", _speaking_of(database, neighbour)):
            far = OSA.distance(said[at], near, score_cutoff=most)
            if 0 < far <= most and is_wanted(near):
                found[far, near] += 1
    return min(found, key=lambda each: (each[0], -found[each], each[1]))[1] if found else ""


def _is_slip_of(database: Database, near: str, word: str) -> bool:
    """Whether *word*, which one paper wrote, is one slip of *near*, another word that many write."""
    from rapidfuzz.distance import OSA

    with database.read() as db:
        sql = "SELECT count(*) FROM papers_fts WHERE papers_fts MATCH ?"
        many = db.execute(sql, [f'"{near}"']).fetchone()[0] >= _MANY
    another = ending(near) != ending(word)
    return len(word) >= _SHORT and many and another and int(OSA.distance(near.lower(), word.lower())) == 1


def _by_itself(database: Database, word: str, forms: Counter[str]) -> str:
    """The word nearest to *word* where no neighbour vouches for it; "" if none is near enough.

    A short word is near to many. It is put right only to what titles speak of: "bread" is no slip of "broad".
    """
    near = _nearest(database, word.lower(), forms) if len(word) >= _SHORTEST else None
    swapped = near is not None and sorted(near.lower()) == sorted(word.lower())  # letters change places in slips alone
    if not near or (len(word) <= _SHORT and word.islower() and not near[1:].islower() and not swapped):
        return ""  # coral is no slip of CoRAG
    if swapped:
        return near
    return near if len(word) > _SHORT or _is_subject(database, near) else ""


def _is_held_with(database: Database, word: str, others: Sequence[str]) -> bool:
    """Whether a paper holds *word* and one of the *others*, or what one of them may be a slip of."""
    several = " OR ".join(f'"{other}"' for other in others)
    sql = "SELECT 1 FROM papers_fts WHERE papers_fts MATCH ? LIMIT 1"
    with database.read() as db:
        if db.execute(sql, [f'"{word}" AND ({several})']).fetchone():
            return True
    slips = (_nearest(database, other, forms) for other in others if not (forms := _written(database, other)))
    near = [f'"{slip}"' for slip in slips if slip]
    with database.read() as db:
        return bool(near) and db.execute(sql, [f'"{word}" AND ({" OR ".join(near)})']).fetchone() is not None


def _is_subject(database: Database, word: str) -> bool:
    """Whether *word* is a subject of papers: it stands in the titles of a good share of those that hold it."""
    sql = "SELECT count(*) FROM papers_fts WHERE papers_fts MATCH ?"
    with database.read() as db:
        holding, titled = (db.execute(sql, [match]).fetchone()[0] for match in (f'"{word}"', f'title : "{word}"'))
    return bool(titled >= holding * _TITLED)


def _speaking_of(database: Database, word: str) -> str:
    """The texts of papers that hold *word*, in lower case."""
    sql = "SELECT title || '. ' || abstract FROM papers_fts WHERE papers_fts MATCH ? LIMIT ?"
    with database.read() as db:
        return "\n".join(row[0].lower() for row in db.execute(sql, [f'"{word}"', _MOST_TEXTS]))


def _is_written(word: str, forms: Counter[str]) -> bool:
    """Whether a paper has *word* itself, its plural, or another ending of it: "evaluates" where one has "evaluated"."""
    known = {form.lower() for form in forms}
    if known & {word, f"{word}s", f"{word}es", word.removesuffix("s")}:
        return True
    cut = ending(word)
    return cut != word and cut in {ending(form) for form in known}


def _nearest(database: Database, word: str, forms: Counter[str]) -> str | None:
    """The word of the papers nearest to *word*, as they write it; of equally near ones that of most papers.

    *forms* are those the full-text table takes for the same word; they come first.
    """
    most = 1 if len(word) < _FAR else 2
    near = _near(word, forms, most)
    if near:
        return min(near)[-1]
    found: list[_Near] = []
    for papers, stem in _stems(database, word, most):
        found += _near(word, _of_stem(database, stem, papers < _HOLDERS), most if papers >= _HOLDERS else 1, papers)
        if found and min(found)[0] == 1 and len(found) > _HOLDERS:
            break
    return min(found)[-1] if found else None


def _near(word: str, forms: Counter[str], most: int, papers: int = 0) -> list[_Near]:
    """Those of *forms* at most *most* slips from *word*, whose digits must agree; in lower case if any paper has it so.

    *papers* hold the stem that all of them share.
    """
    from rapidfuzz.distance import OSA

    digits = re.sub(r"\D", "", word)
    found = []
    for form in forms:
        far = OSA.distance(word, form.lower())
        if 0 < far <= most and re.sub(r"\D", "", form) == digits and is_wanted(form):
            written = form.lower() if form.lower() in forms else form
            found.append((far, -papers, -forms[form], written))
    return found


def _stems(database: Database, word: str, most: int) -> Iterator[tuple[int, str]]:
    """(how many papers hold it, term of the full-text table) for the terms nearest to *word*, nearest first.

    Of the same first letter and about as long; held by several papers, or by a title.
    """
    from rapidfuzz.distance import OSA

    with database.read() as db:
        db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, papers_fts, row)")
        rows = db.execute(
            "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
            [word[0], chr(ord(word[0]) + 1), max(3, len(word) - 8), len(word) + 2],
        ).fetchall()
    far = {row[0]: min(OSA.distance(word, form, score_cutoff=most) for form in _unstemmed(row[0])) for row in rows}
    near = sorted((far[term], -papers, term) for term, papers in rows if far[term] <= most)
    yield from ((-papers, term) for _, papers, term in near[:_READ])


def _unstemmed(stem: str) -> Iterator[str]:
    """What words of the full-text table's *stem* may look like."""
    whole = re.sub("i$", "y", stem)
    yield from (whole + end for end in _ENDS)
    if stem.endswith("bl"):  # "capabl" is what it makes of "capabilities"
        yield from (f"{stem[:-1]}ility", f"{stem[:-1]}ilities")


def _written(database: Database, word: str) -> Counter[str]:
    """How papers write *word*, or what the full-text table takes for it, and how often."""
    sql = "SELECT title || ' ' || abstract FROM papers_fts WHERE papers_fts MATCH ? LIMIT ?"
    with database.read() as db:
        return _forms((row[0] for row in db.execute(sql, [f'"{word}"', _TEXTS])), word)


def _of_stem(database: Database, stem: str, in_title: bool) -> Counter[str]:
    """How papers, or their titles, write the words of a *stem* of the full-text table, and how often."""
    text = "title" if in_title else "title || ' ' || abstract"
    sql = f"SELECT {text} FROM papers WHERE n IN (SELECT doc FROM temp.instances WHERE term = ? LIMIT ?)"
    with database.read() as db:
        db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.instances USING fts5vocab(main, papers_fts, instance)")
        return _forms((row[0] for row in db.execute(sql, [stem, _TEXTS])), stem)


def _forms(texts: Iterable[str], word: str) -> Counter[str]:
    opening = word[:3].lower()
    return Counter(w for text in texts for w in _WORD.findall(text) if w.lower().startswith(opening))
