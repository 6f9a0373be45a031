"""What everyday questions are made from: topics and names of one's own papers, and topics that none of them holds."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from importlib import resources

from retrieval.text.words import is_wanted
from retrieval.types import Paper

_LONGEST_TOPIC, _LONGEST_NAME = 4, 5  # words
_TOPIC_WORD = 3  # letters of the shortest topic
_SPOKEN_OF = 5  # papers: a plain name that more of them speak of is a topic too, and no question of one paper
_ODD = re.compile(r"\d|[a-z][A-Z]|[A-Z]{2}|[-+]")
_LETTERS = "etaoinsrhl"
_SHORTEST_SLIP = 5  # letters of a word that a slip is made in: of shorter ones nobody can tell which was meant
_SAMPLE = 400


class Shelf:
    """The *papers* of an archive, newest first, and what can be asked of them. The same seed, the same questions."""

    def __init__(self, papers: Sequence[Paper], seed: int) -> None:
        self.papers = papers
        self.seed = seed
        self._texts = {paper.id: _plain(f"{paper.title}. {paper.abstract}") for paper in papers}

    def dice(self, form: str) -> random.Random:
        """Chance of its own for each form: one more form changes no other."""
        return random.Random(f"{self.seed} {form}")

    def holding(self, topic: str) -> frozenset[str]:
        """The ids of the papers that hold *topic*, side by side, in singular or plural, or have it as a keyword."""
        words = _plain(topic).split()
        wanted = re.compile(" " + " ".join(rf"{re.escape(re.sub('s$', '', word))}(?:s|es)?" for word in words) + " ")
        listed = {p.id for p in self.papers for k in p.keywords if wanted.fullmatch(_plain(k))}
        return frozenset(listed | {paper for paper, text in self._texts.items() if wanted.search(text)})

    @cached_property
    def topics(self) -> list[str]:
        """Keywords of one to four words: half of them of several papers, half as they come."""
        counts = Counter(k.lower() for paper in self.papers for k in dict.fromkeys(paper.keywords))
        fit = [k for k in counts if len(k.split()) <= _LONGEST_TOPIC and len(k) >= _TOPIC_WORD and is_wanted(k)]
        dice, several = self.dice("topics"), [k for k in fit if counts[k] > 2]
        some, any_of = dice.sample(several, min(_SAMPLE, len(several))), dice.sample(fit, min(_SAMPLE, len(fit)))
        mixed = [topic for pair in zip(some, any_of, strict=False) for topic in pair]
        return list(dict.fromkeys(mixed or any_of))

    @cached_property
    def names(self) -> list[tuple[str, Paper]]:
        """What stands before the colon of a title, where it names this paper alone."""
        heads = [(paper.title.split(":")[0].strip(), paper) for paper in self.papers if ":" in paper.title]
        counts = Counter(_plain(head) for head, _ in heads)
        found = [(head, paper) for head, paper in heads if counts[_plain(head)] == 1 and self._is_name(head)]
        self.dice("names").shuffle(found)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the papers."""
        return frozenset(word for text in self._texts.values() for word in text.split())

    def absent(self) -> list[str]:
        """Topics of the list that ships, without those that a paper of this archive holds."""
        text = resources.files("bot.evaluate").joinpath("absent_topics.txt").read_text(encoding="utf-8")
        topics = [topic for line in text.splitlines() if (topic := line.strip()) and not self.holding(topic)]
        self.dice("absent").shuffle(topics)
        return topics

    def slipped(self, text: str, dice: random.Random) -> str | None:
        """*text* with one letter left out, doubled, exchanged or replaced, so that the word is none of the papers'."""
        places = [m.span() for m in re.finditer(r"\w+", text) if m.end() - m.start() >= _SHORTEST_SLIP]
        for start, end in dice.sample(places, len(places)):
            for _ in range(8):
                wrong = _slip(text[start:end], dice)
                if _plain(wrong).strip() not in self.words:
                    return text[:start] + wrong + text[end:]
        return None

    def _is_name(self, head: str) -> bool:
        words = head.split()
        if not 0 < len(words) <= _LONGEST_NAME or len(head) < _TOPIC_WORD or not any(map(is_wanted, words)):
            return False
        return bool(_ODD.search(head)) or (not head.islower() and len(self.holding(head)) <= _SPOKEN_OF)


def _slip(word: str, dice: random.Random) -> str:
    at, kind = dice.choice([n for n in range(1, len(word)) if word[n].isalpha()] or [1]), dice.randrange(4)
    letter = dice.choice(_LETTERS)
    before, after = word[:at], word[at:]
    return (
        before + after[1:],
        before + after[0] + after,
        before + after[1:2] + after[:1] + after[2:],
        before + letter + after[1:],
    )[kind]


def _plain(text: str) -> str:
    """Lower case words with one blank around each."""
    return " " + " ".join(re.findall(r"\w+", text.lower())) + " "
