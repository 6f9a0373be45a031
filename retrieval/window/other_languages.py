"""Time phrases of other languages, said in English: "letzte Woche", "depuis juillet", "过去三个月", "先週", "지난주".

A table of whole phrases, then forms with a number, a month or a year in them. What stands here is read as its English
phrase is, so that no date is computed twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.text.patterns import Pattern

_MONTHS = (
    "january januar janvier enero gennaio janeiro januari",
    "february februar février fevrier febrero febbraio fevereiro februari",
    "march märz maerz mars marzo março maart",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro",
)
_MONTH_OF = {word: line.split()[0] for line in _MONTHS for word in line.split()}
_UNIT_OF = {
    word: unit
    for unit, words in {
        "days": "tag tage tagen jours jour días dias día giorni dagen 天 日 日間 일",
        "weeks": "woche wochen semaines semaine semanas semana settimane weken 周 星期 週間 週 주 주일",
        "months": "monat monate monaten mois meses mes mesi maanden 个月 個月 か月 ヶ月 カ月 개월 달",
        "years": "jahr jahre jahren ans années années années años año anni anos jaar 年 年間 년",
    }.items()
    for word in words.split()
}
_NUMBER_OF = {
    word: str(value)
    for value, words in {
        1: "ein eine einem einer un une una uno um uma een 一 한",
        2: "zwei deux dos due dois duas twee 二 两 兩 두",
        3: "drei trois tres tre três drie 三 세",
        4: "vier quatre cuatro quattro quatro 四 네",
        5: "fünf cinq cinco cinque vijf 五 다섯",
        6: "sechs six seis sei zes 六 여섯",
        7: "sieben sept siete sette sete zeven 七 일곱",
        10: "zehn dix diez dieci dez tien 十 열",
        12: "zwölf douze doce dodici doze twaalf 十二",
    }.items()
    for word in words.split()
}


def _any(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_N = rf"(?P<n>\d{{1,3}}|{_any(_NUMBER_OF)})"
_LATIN_UNIT = rf"(?P<unit>{_any({w: u for w, u in _UNIT_OF.items() if w.isascii() or w[0] < 'ɐ'})})\b"
_OTHER_UNIT = rf"(?P<unit>{_any({w: u for w, u in _UNIT_OF.items() if w[0] > 'ɐ'})})"
_MONTH = rf"(?P<month>{_any(_MONTH_OF)})\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"(?: (?:de |del |des jahres |di |van )?{_YEAR}\b)?"
_IN_DIGITS = r"(?P<month>1[0-2]|0?[1-9])"


@dataclass(frozen=True, slots=True)
class Row(Pattern):
    """A phrase of another language, and the *english* of it: {n}, {unit}, {month} and {year} are what it holds."""

    english: str = ""


def _row(source: str, english: str, takes: str, leaves: str) -> Row:
    return Row(source, takes, leaves, english=english)


_THIS = r"(?:in |an |während )?(?:diese[rsmn]?|laufende[rn]?)"
_LAST = r"(?:in |im |der |aus der |vom |am |seit )?(?:der |dem )?(?:letzte|vorige|vergangene)[nrsm]?"
ROWS = (
    # German
    _row(r"\b(?:von |seit )?heute\b", "today", "was ist heute neu", "heutig"),
    _row(r"\b(?:von |seit )?gestern\b", "yesterday", "was kam gestern", "gestrig"),
    _row(rf"\b{_THIS} woche\b", "this week", "was gab es diese Woche", "die Woche"),
    _row(rf"\b{_THIS} monat\b", "this month", "in diesem Monat", "ein Monat"),
    _row(rf"\b{_THIS} jahr(?:es)?\b", "this year", "dieses Jahr", "ein Jahr"),
    _row(rf"\b{_LAST} woche\b", "last week", "aus der letzten Woche", "eine Woche"),
    _row(rf"\b{_LAST} monat\b", "last month", "im letzten Monat", "ein Monat"),
    _row(rf"\b{_LAST} jahr(?:es)?\b", "last year", "letztes Jahr", "ein Jahr"),
    _row(rf"\b(?:in den |der |aus den |während der )?(?:letzten|vergangenen|vorigen) {_N} {_LATIN_UNIT}",
         "in the last {n} {unit}", "in den letzten drei Monaten", "in drei Monaten"),
    _row(rf"\bseit (?:dem )?(?:anfang )?{_MONTH}{_OF_YEAR}", "since {month} {year}", "seit Juni", "seit langem"),
    _row(rf"\bseit {_YEAR}\b", "since {year}", "seit 2024", "seit 12"),
    _row(rf"\b(?:im|vom|aus dem) (?:jahr(?:e)? )?(?:monat )?{_MONTH}{_OF_YEAR}", "in {month} {year}", "im Mai 2025",
         "im Modell"),
    _row(rf"\b(?:im jahre?|aus dem jahr) {_YEAR}\b", "in {year}", "im Jahr 2024", "im Jahr 12"),
    _row(rf"\bvor {_YEAR}\b", "before {year}", "vor 2024", "vor 12"),
    _row(r"\b(?:in letzter zeit|neulich|kürzlich)(?= |\W*$)", "lately", "was kam in letzter Zeit", "letzte Zeile"),
    # French
    _row(r"\b(?:d')?aujourd['’]hui\b", "today", "les papiers d'aujourd’hui", "aujourd"),
    _row(r"\bd?['’]?\bhier\b(?! \w+ier)", "yesterday", "parus hier", "hierarchy"),
    _row(r"\b(?:de |depuis |dans )?cette semaine\b", "this week", "les papiers de cette semaine", "une semaine"),
    _row(r"\b(?:de |dans )?ce mois(?:-ci)?\b", "this month", "ce mois-ci", "un mois"),
    _row(r"\b(?:de |dans )?cette année\b", "this year", "parus cette année", "une année"),
    _row(r"\b(?:de |dans |pendant )?la semaine (?:dernière|passée|derniere|passee)", "last week",
         "parus la semaine dernière", "la semaine"),
    _row(r"\b(?:du |le |dans le )?mois (?:dernier|passé|passe)\b", "last month", "le mois dernier", "le mois"),
    _row(r"\b(?:de |dans )?l['’]an(?:née)? (?:dernière|passée|dernier|passé|derniere)", "last year", "l'année dernière",
         "l'année"),
    _row(rf"\b(?:ces |les |dans les |des |au cours des )(?:{_N} )(?:derniers|dernières|dernieres) {_LATIN_UNIT}",
         "in the last {n} {unit}", "ces trois derniers mois", "ces trois mois"),
    _row(rf"\b(?:depuis|à partir de) (?:le mois de |le début de )?{_MONTH}{_OF_YEAR}", "since {month} {year}",
         "depuis juillet", "depuis longtemps"),
    _row(rf"\bdepuis {_YEAR}\b", "since {year}", "depuis 2023", "depuis 12"),
    _row(rf"\b(?:en|du mois de|au mois de) {_MONTH}{_OF_YEAR}", "in {month} {year}", "en mai 2025", "en mode"),
    _row(rf"\b(?:en|de l['’]année) {_YEAR}\b", "in {year}", "parus en 2024", "en 12"),
    _row(rf"\bavant {_YEAR}\b", "before {year}", "avant 2024", "avant 12"),
    _row(r"\b(?:dernièrement|récemment|ces derniers temps)(?!\w)", "lately", "parus récemment", "récents"),
    # Spanish
    _row(r"\b(?:de )?hoy\b", "today", "qué hay hoy", "hoyo"),
    _row(r"\b(?:de )?ayer\b", "yesterday", "los de ayer", "ayerme"),
    _row(r"\b(?:de |en )?esta semana\b", "this week", "qué salió esta semana", "una semana"),
    _row(r"\b(?:de |en )?este mes\b", "this month", "este mes", "un mes"),
    _row(r"\b(?:de |en )?este año(?!\w)", "this year", "este año", "un año"),
    _row(r"\b(?:de |en |durante )?la (?:semana pasada|pasada semana|última semana)\b", "last week",
         "los de la semana pasada", "la semana"),
    _row(r"\b(?:del? |en )?(?:el )?(?:mes pasado|último mes)\b", "last month", "del mes pasado", "el mes"),
    _row(r"\b(?:del? |en )?(?:el )?(?:año pasado|último año)\b", "last year", "el año pasado", "el año"),
    _row(rf"\b(?:en |de |durante )?(?:los|las) (?:últim[oa]s|ultim[oa]s|pasad[oa]s) {_N} {_LATIN_UNIT}",
         "in the last {n} {unit}", "en los últimos tres meses", "los tres meses"),
    _row(rf"\bdesde (?:el mes de )?{_MONTH}{_OF_YEAR}", "since {month} {year}", "desde julio", "desde luego"),
    _row(rf"\bdesde {_YEAR}\b", "since {year}", "desde 2024", "desde 12"),
    _row(rf"\b(?:en|del mes de) {_MONTH}{_OF_YEAR}", "in {month} {year}", "en mayo de 2025", "en modo"),
    _row(rf"\b(?:en el año|del año|de|en) {_YEAR}\b", "in {year}", "publicados en 2024", "en 12"),
    _row(rf"\bantes de {_YEAR}\b", "before {year}", "antes de 2024", "antes de 12"),
    _row(r"\b(?:últimamente|recientemente)(?!\w)", "lately", "publicados recientemente", "recientes"),
    # Chinese and Japanese
    _row(r"今天|今日の?", "today", "今天的论文", "今"),
    _row(r"昨天|昨日の?", "yesterday", "昨天的论文", "昨"),
    _row(r"本周|本週|这周|這週|这个?星期|今週の?", "this week", "本周有什么", "周"),
    _row(r"上一?周|上一?週|上个?星期|先週の?", "last week", "上周有什么新论文", "周末"),
    _row(r"本月|这个月|這個月|今月の?", "this month", "本月的论文", "月"),
    _row(r"上个月|上個月|上月|先月の?", "last month", "上个月的论文", "个月"),
    _row(r"今年の?", "this year", "今年の論文", "年"),
    _row(r"去年の?|昨年の?", "last year", "去年的论文", "年"),
    _row(rf"(?:过去|過去|最近|近|ここ|この|直近)の?{_N} ?{_OTHER_UNIT}(?:间|間|内|里|の)?", "in the last {n} {unit}",
         "过去三个月", "三个月"),
    _row(rf"(?:自|从|從)?(?:{_YEAR}年)?{_IN_DIGITS}月(?:份)?(?:以来|以來|以降|から|起|开始|至今)",
         "since {month} {year}", "6月以来", "6月"),
    _row(rf"(?:自|从|從)?{_YEAR}年?(?:以来|以來|以降|から|起|开始|至今)", "since {year}", "2024年以来", "2024年"),
    _row(rf"(?:{_YEAR}年)?{_IN_DIGITS}月(?:份|の)?(?!\d)", "in {month} {year}", "2025年5月的论文", "5日"),
    _row(rf"{_YEAR}年(?:の|度)?", "in {year}", "2024年的论文", "24年"),
    _row(r"最近の?", "recent papers", "最近有什么新进展", "近"),
    # Korean
    _row(r"오늘(?:의)?", "today", "오늘 논문", "오"),
    _row(r"어제(?:의)?", "yesterday", "어제 논문", "어"),
    _row(r"이번 ?주(?:의|에)?", "this week", "이번 주 논문", "이번"),
    _row(r"지난 ?주(?:의|에)?", "last week", "지난주 논문", "지난"),
    _row(r"이번 ?달(?:의|에)?", "this month", "이번 달 논문", "이번"),
    _row(r"지난 ?달(?:의|에)?", "last month", "지난달 논문", "지난"),
    _row(r"올해(?:의)?", "this year", "올해 논문", "해"),
    _row(r"작년(?:의|에)?", "last year", "작년 논문", "년"),
    _row(rf"(?:지난|최근) ?{_N} ?{_OTHER_UNIT}(?:간|동안)?", "in the last {n} {unit}", "지난 3개월", "3개월"),
    _row(rf"(?:{_YEAR}년 ?)?{_IN_DIGITS}월 ?(?:이후|부터)", "since {month} {year}", "6월 이후", "6월"),
    _row(rf"{_YEAR}년? ?(?:이후|부터)", "since {year}", "2024년 이후", "2024년"),
    _row(rf"(?:{_YEAR}년 ?)?{_IN_DIGITS}월(?:에|의)?", "in {month} {year}", "2025년 5월 논문", "5일"),
    _row(rf"{_YEAR}년(?:에|의)?", "in {year}", "2024년 논문", "24년"),
    _row(r"최근", "recent papers", "최근 논문", "근"),
    # Italian, Portuguese, Dutch: what people type most
    _row(r"\b(?:di |in )?questa settimana\b", "this week", "di questa settimana", "una settimana"),
    _row(r"\b(?:del)?la settimana scorsa\b|\b(?:del)?la scorsa settimana\b", "last week",
         "la settimana scorsa", "settimana"),
    _row(r"\b(?:n?esta|desta) semana\b", "this week", "artigos desta semana", "uma semana"),
    _row(r"\b(?:d|n)?a semana passada\b", "last week", "da semana passada", "semana"),
    _row(r"\b(?:van )?deze week\b", "this week", "papers van deze week", "een week"),
    _row(r"\b(?:van )?(?:vorige|afgelopen) week\b", "last week", "van vorige week", "een week"),
)  # fmt: skip
_NAMES = "january february march april may june july august september october november december".split()


def said_in_english(text: str) -> tuple[int, int, str] | None:
    """Where the first time phrase of another language stands in *text*, from and to, and what it is in English."""
    found = [(match, row) for row in ROWS if (match := row.find(text))]
    if not found:
        return None
    match, row = min(found, key=lambda each: (each[0].start(), -each[0].end()))
    return match.start(), match.end(), _english(match, row.english)


def _english(match: re.Match[str], english: str) -> str:
    held = {name: (value or "").lower() for name, value in match.groupdict().items()}
    readers: dict[str, Callable[[str], str]] = {
        "n": lambda word: _NUMBER_OF.get(word, word),
        "unit": lambda word: _UNIT_OF[word],
        "month": lambda word: _NAMES[int(word) - 1] if word.isdigit() else _MONTH_OF[word],
        "year": str,
    }
    return english.format(**{name: readers[name](value) for name, value in held.items()}).strip()
