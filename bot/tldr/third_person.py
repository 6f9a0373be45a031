"""A sentence of an abstract, told by somebody else: "SlimSpec achieves …" in the place of "Our method achieves …".

For readers who have not the paper open. Only the person changes and what merely joins the sentence to the one before
it; where a word may mean everybody ("our planet", "as we age"), or it is not plain who speaks, there is no such
sentence. Every rule is one pass over the text.
"""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern

_LONGEST = 1000  # characters; more is no sentence
# Nobody to be named for these: everybody, whoever reads, one who speaks alone, or a word of its own.
_EVERYBODY = Pattern(
    r"\b(?:[Oo]urs|ourselves|[Mm]y|[Mm]e)\b|(?<![\w-])I(?![\w-])"
    r"|\b[Ll]et us\b|\b(?:can|do|does|should|could|must|may|will|did|are|have)"
    r" we\b"
    r"|\b(?:as|once|if|unless) we\b|\b(?:all|each|both|most|many|some|none) of us\b"
    r"|\b[Ww]e(?:'|’)|\b[Ww]e (?:all|humans|must|need|should|live|know|face|age|perceive|experience|often|see|think"
    r"|interact|rely|want|are (?!the first\b|able\b|making\b|releasing\b|also\b))\b"
    r"|\b[Oo]ur (?:own|understanding|li(?:fe|ves)|world|societ\w+|daily|everyday|eyes|brains?|minds?|ability|planet"
    r"|universe|galaxy|bod(?:y|ies)|time|age|era|ever|collective|common|current|natural|intuition|senses|memory"
    r"|attention|lived|environments?|physical|digital|visual|present|knowledge|civili[sz]ation|languages?|cultures?)\b",
    "improves our understanding of sleep",
    "improves our model of sleep",
    flags=re.NOFLAG,
)
_KNOWLEDGE = Pattern(
    r"\b([Tt]o (?:the best of )?)our knowledge\b", "to our knowledge", "our knowledge", flags=re.NOFLAG
)
# What joins a sentence to the one before it, or says that this is a paper.
_JOINT = Pattern(
    r"(?:(?:moreover|furthermore|additionally|in addition|besides|finally|lastly|specifically|notably|importantly"
    r"|remarkably|overall|in particular|to this end|to that end|here|in summary|in short|in conclusion|concretely"
    r"|hence|thus|therefore|motivated by this|to (?:address|tackle|fill|bridge|overcome|solve|resolve|mitigate|close) "
    r"(?:this|these|the above|such|those)(?: \w+){0,3}"
    r"|in (?:this|the present|our) (?:paper|work|study|report|article|survey|technical report)),\s+"
    r"|(?:in (?:this|our) (?:paper|work|study|report) (?=we ))|(?:also|thus|hence|here) (?=we ))+",
    "Finally, we prune it.",
    "Final, we prune it.",
    how="match",
)
_MAKES = r"introduce|propose|present|develop|describe|release|design|build|create|construct|unveil|contribute"
_MADE = Pattern(
    rf"[Ww]e (?:(?:also|then|further|first|therefore|thus|hereby) )?(?:{_MAKES})d? (?P<name>[^\s,;:()]+"
    rf"(?: [A-Z0-9][^\s,;:()]*){{0,3}}(?: \([^()]{{1,80}}\))?), (?P<what>(?:an?|the first) [^;:]+)",
    "We introduce Tern, a sparse router for small models.",
    "We introduce a sparse router, Tern.",
    how="fullmatch",
    flags=re.NOFLAG,
)
# After an apposition these go on with what "we" did, or name a second thing.
_GOES_ON = Pattern(
    r", (?:and|as well as|along|together|to|with|then|but|while|which we|where|showing|demonstrating|an?|the) "
    r"|\b(?:and|to|then) (?:show|demonstrate|evaluate|find|prove|apply|use|train|test|validate|verify|address|release"
    r"|provide|analy[sz]e|study|tackle|achieve|further|also|we)\b",
    "a sparse router, and show that it helps.",
    "a sparse router that shows its paths.",
)
_REPORTED = Pattern(
    r"(?:(?:extensive |comprehensive |empirical |our )*(?:experiments|results|evaluations?) "
    r"(?:show|demonstrate|confirm)|we (?:also |further |then )?(?:show|demonstrate|find|prove)) that (?=\S)",
    "We show that it helps.",
    "We suspect that it helps.",
    how="match",
)
_THE_THING = (
    r"(?:(?:proposed|new|novel|resulting|full|final) )*"
    r"(?:method|approach|framework|system|model|algorithm|technique|architecture)"
)
_OUR_THING = Pattern(
    rf"^our {_THE_THING} (?=(?!is (?:based|to)\b)(?:\w+ly |also )?(?:achieves|outperforms|improves|reduces|surpasses"
    r"|reaches|delivers|yields|attains|exceeds|matches|requires|enables|consistently|significantly|can|is|uses|scales"
    r"|generalizes|supports|obtains|runs|provides|learns|sets|cuts|beats|offers)\b)",
    "Our method outperforms both.",
    "Our method of choice outperforms both.",
)
_NO_METHOD = Pattern(
    r"\b(?:bench|benchmarks?|dataset|data ?set|corpus|survey|review|evaluat\w+|suite|leaderboard|study|analysis"
    r"|challenge|competition|report|position|library|toolkit|arena|gym)\b",
    "Tern-Bench: A Benchmark of Routers",
    "Tern: Sparse Routers",
)
_NAME = Pattern(
    r"(?=[^:]*(?:[a-z][A-Z]|[A-Z]{2}|\d|-[A-Z]|^[A-Z][^\s:]*(?=:)))[A-Z\d$\w][^\s:]*(?: [A-Z\d][^\s:]*){0,2}(?=: )",
    "SlimSpec: Drafts Made Light",
    "Drafts made light: a study",
    how="match",
    flags=re.NOFLAG,
)


def third_person(sentence: str, title: str) -> str | None:
    """*sentence*, from the abstract of the paper called *title*, as somebody else says it; None if that cannot be told.

    A sentence in which nobody speaks for the authors comes back without its joint ("Moreover, …"), else as it is.
    """
    text = " ".join(sentence[: _LONGEST + 1].split())
    if not text or len(text) > _LONGEST:
        return None
    text = _KNOWLEDGE.regex.sub(r"\1the authors' knowledge", text)
    text = unjoined(text)
    if _EVERYBODY.find(text):
        return None
    return _capital(_without_us(_named(text, _name_of(title))))


def unjoined(text: str) -> str:
    """*text* without what joins it to a sentence before it, or says that this is a paper."""
    return _capital(_JOINT.regex.sub("", text, count=1) if _JOINT.find(text) else text)


def _named(text: str, name: str) -> str:
    """*text* with the name in the place of whoever made it, as far as that is plain."""
    made = _MADE.find(text)
    if made and _is_name(made["name"], name) and not _GOES_ON.find(made["what"]):
        return f"{made['name']} is {made['what']}"
    if not name:
        return text
    reported = _REPORTED.find(text)
    told = text[reported.end() :] if reported else text
    if _OUR_THING.find(told):
        return _OUR_THING.regex.sub(lambda _: f"{name} ", told, count=1)
    return told if reported and told.startswith(f"{name} ") else text


def _is_name(written: str, name: str) -> bool:
    """Whether *written* is the title's name, or at least spelled as no common word is."""
    bare = written.split(" (")[0]
    return bare == name or any(c.isupper() or c.isdigit() for c in bare)


def _name_of(title: str) -> str:
    """What the title names before its colon, if that is a method and not a collection of data or a study."""
    found = _NAME.find(" ".join(title[:_LONGEST].split()))
    return found[0] if found and not _NO_METHOD.find(title.replace("Bench", " bench ")) else ""


def _without_us(text: str) -> str:
    """*text* with the authors in the place of "we" and "us"; "our" becomes "the", which no other word can claim."""
    if re.match(r"[Ww]e\b", text):  # "We prune it, and we test it": the second is the first
        text = re.sub(r"(, and|, then|;? and) we (?=(?:also |then |further )?[a-z]+\b)", r"\1 ", text)
    text = re.sub(r"\b(?:[Ww]e|[Uu]s)\b", "the authors", text)
    return re.sub(r"\b[Oo]ur\b", "the", text)


def _capital(text: str) -> str:
    """*text* with a capital, unless its first word is a name that has its own: "pLSTM beats …"."""
    return text if re.match(r"[a-z]+[A-Z\d]", text) else text[:1].upper() + text[1:]
