"""A greeting, thanks, a question about the bot itself: nothing to look up in papers."""

from __future__ import annotations

from typing import Literal

from retrieval.text.patterns import Pattern

Talk = Literal["hello", "thanks", "help", "extent"]

# As people say it in the languages of docs/languages.md.
_HELLOS = (
    r"hallo|guten (?:tag|morgen|abend)|servus|moin|bonjour|bonsoir|salut|coucou|hola"
    r"|buen(?:os|as) (?:d[ií]as|tardes|noches)|ciao|buongiorno|ol[aá]|你好|您好|大家好"
    r"|こんにちは|こんばんは|おはよう(?:ございます)?|안녕(?:하세요)?|привет"
)
_THANKS = (
    r"danke(?: sch[öo]n| sehr)?|vielen dank|merci(?: beaucoup| bien)?|(?:muchas )?gracias"
    r"|grazie(?: mille)?|obrigad[oa]|谢谢(?:你|您)?|多谢"
    r"|ありがとう(?:ございます|ございました)?|감사합니다|고마워(?:요)?|спасибо"
)
_HERE = r"(?:this|it|you|(?:the|your) (?:archive|bot|papers|collection))(?: (?:thing|bot|archive|tool|collection))?"
_TALKS: tuple[tuple[Talk, Pattern], ...] = (
    ("hello", Pattern(
        r"\W*(?:(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|morning|greetings|yo)"
        r"(?:,? (?:there|all|everybody|everyone|team|folks|guys|bot|broadsheet))?\W*){1,3}(?:(?:how (?:are|r) (?:you|u)"
        r"|how is it going|how(?:'s| are) (?:it going|things)|what(?:'s| is) up|sup)"
        r"(?: (?:doing|today))?)?\W*|\W*how are you(?: (?:doing|today))?\W*"
        rf"|\W*(?:{_HELLOS})(?:,? (?:zusammen|tous|todos|broadsheet))?\W*", "Hi there!",
        "hi-res images", how="fullmatch")),
    ("thanks", Pattern(
        r"\W*(?:(?:lol|haha\w{0,9}|hehe|hm{1,9}|oh|ah|alright|yes|yeah|ok(?:ay)?|cool|great)[,.!]* )?"
        r"(?:thanks?|th(?:naks|ansk|anx)|tahnks|thank you|thx|tnx|ty|lol|haha\w{0,9}|alright|fine"
        r"|cheers|great|perfect|nice|cool|awesome|got it|ok(?:ay)?|good (?:bot|job|work)"
        r"|well done|wow|(?:good)?bye|see you|good ?night)"
        r"(?:[,.!]* (?:a lot|so much|very much|you|again|broadsheet|bot|all|everybody|thanks?|thank you|bye|later"
        r"|(?:that|this|it) (?:helps?|helped|works?)(?: a lot)?"
        r"|(?:that|this|it|you)(?:'s|'re| is| was| are| were)(?: so| very| really| just| exactly)?"
        r" (?:great|good|nice|perfect|helpful|useful|awesome|amazing|brilliant|what i (?:needed|wanted)|it|all)"
        r"|for (?:that|this|your help|the help)|job|work"
        r"|(?:you are|you're|youre|ur|u r|your) (?:a |an |the |so |very |really )?[\w-]+(?: best)?))*\W*"
        rf"|\W*(?:{_THANKS})\W*",
        "thanks a lot!", "thanks to attention", how="fullmatch")),
    ("extent", Pattern(
        rf"\W*(?:(?:so|and|ok(?:ay)?)\W+)?(?:how far back (?:does|do) {_HERE} (?:go|reach)"
        rf"|(?:since when|what (?:period|time|dates?|years?|range)) (?:does|do) {_HERE}(?: (?:cover|hold|have|reach))?"
        rf"|how (?:big|large|complete) (?:is|are) {_HERE})(?:,? (?:and|n|&) (?:how|since|what)\b.{{0,60}})?\W*",
        "How far back does this go?", "how far back do agents look?", how="fullmatch")),
    ("help", Pattern(
        r"\W*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|morning)"
        r"(?: there| all| team| bot| broadsheet)?\W+)?(?:(?:so|and|ok(?:ay)?)\W+)?"
        r"(?:help(?: me)?|usage|commands?|\?+|who are you|what are you|what is (?:this|broadsheet)"
        r"|what (?:can|do) (?:you|u|i) (?:actually |really )?(?:do|ask|know|ask you)(?: (?:for|about|here|me|us|you))*"
        r"|how (?:does this"
        r"|do you) work"
        r"|how (?:do|can|should) i (?:use|ask)(?: (?:you|this|it))?|what can i (?:ask|do)(?: (?:you|here))*)\W*",
        "What can you do?", "what can transformers do?", how="fullmatch")),
)  # fmt: skip


def small_talk(text: str) -> Talk | None:
    """What kind of small talk *text* is, as a whole; None for anything that may be a question about papers."""
    return next((talk for talk, pattern in _TALKS if pattern.find(" ".join(text.split()))), None)
