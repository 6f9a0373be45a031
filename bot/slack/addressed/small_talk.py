"""Thanks, acknowledgements, greetings: what people say that asks for nothing."""

from __future__ import annotations

import re

from retrieval.text.patterns import Pattern

_EMOJI = Pattern(
    r":[a-z0-9_+'-]+:|[\U0001F000-\U0001FAFF\u2600-\u27BF\u2190-\u21FF\u2B00-\u2BFF\uFE0F\u200d]",
    ":tada: nice",
    "at 10:30 is nice",
    flags=re.NOFLAG,
)
_ACKNOWLEDGING = frozenset(
    """
    thanks thank thx ty tysm cheers ok okay k kk cool nice great perfect awesome amazing good got gotcha understood
    sense sure yes yep yeah yup ya no nope nah alright right lol haha hahaha ha wow whoa interesting brilliant
    excellent lovely super fine done helpful exactly indeed true agreed agree same np problem worries welcome bye
    night soon nvm mind fair noted ah oh aha hmm hm mhm wonderful fantastic neat sweet fascinating impressive
    correct appreciated appreciate congrats absolutely definitely totally course ciao merci danke gracias later
    goodnight useful works work lgtm +1 really hey hi hello morning see will do
    """.split()
)
# A message of these words alone, one of `_ACKNOWLEDGING` among them, asks for nothing.
_POLITE = _ACKNOWLEDGING | frozenset(
    """
    makes sounds sound point bot job answer stuff one well very so much lot that this is was it its for the your
    you help helps helped all and again everyone folks guys team i to me we a an too day never enough worked of
    my mate buddy man just what needed wanted looking nothing else now quick fast def there
    """.split()
)
_GREETING = Pattern(
    r"(?:(?:hi|hello|hey|yo|hiya|howdy|good (?:morning|afternoon|evening|day)|morning|greetings|help|ping|test|testing"
    r"|what can you do|who are you|how does this work|how do you work|are you there)\b[\s,.!?]*"
    r"(?:there|all|bot|everyone|folks|team|you)?[\s,.!?]*)+",
    "hi there!",
    "hi there, any news on grokking?",
    how="fullmatch",
)
_ASKED = Pattern(r"^\W*(?:what|which|who|how|why|when|where|is|are|do|does)\b", "is that so", "so that is", how="match")
_THANKS_FOR = Pattern(
    r"^\W*(?:many )?(?:thanks|thank you|thx|cheers)(?: so much| a lot)? for\b[^?]*$",
    "thanks for the summary",
    "thanks, what for?",
    how="match",
)


def is_chatter(text: str) -> bool:
    """Thanks, an acknowledgement, emoji, punctuation: nothing to answer."""
    words = re.findall(r"[\w+'’-]+", _EMOJI.regex.sub(" ", text).lower().replace("’", "'"))
    if not any(c.isalnum() for word in words for c in word):
        return True
    bare = [word.split("'")[0] for word in words]
    if _THANKS_FOR.find(text):
        return True
    if "?" in text and len(words) > 2:
        return False
    if not set(bare) <= _POLITE or not set(bare) & _ACKNOWLEDGING:
        return False
    return len(words) < 3 or not _ASKED.find(text)


def is_greeting(text: str) -> bool:
    """ "Hello", "help", "what can you do?": no question of papers."""
    return not text or _GREETING.find(_EMOJI.regex.sub(" ", text).strip()) is not None
