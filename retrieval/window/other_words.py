"""Words of time in other languages, what they are in English, and the pieces that phrases are made of."""

from __future__ import annotations

import re
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
MONTH_OF = {word: line.split()[0] for line in _MONTHS for word in line.split()}
UNIT_OF = {
    word: unit
    for unit, words in {
        "days": "tag tage tagen jours jour días dias día giorni dagen 天 日 日間 일",
        "weeks": "woche wochen semaines semaine semanas semana settimane weken 周 星期 週間 週 주 주일",
        "months": "monat monate monaten mois meses mes mesi maanden 个月 個月 か月 ヶ月 カ月 개월 달",
        "years": "jahr jahre jahren ans années années années años año anni anos jaar 年 年間 년",
    }.items()
    for word in words.split()
}
NUMBER_OF = {
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


_WEEKDAYS = (
    "monday montag lundi lunes 月曜日 月曜 周一 星期一 礼拜一 월요일",
    "tuesday dienstag mardi martes 火曜日 火曜 周二 星期二 礼拜二 화요일",
    "wednesday mittwoch mercredi miércoles 水曜日 水曜 周三 星期三 礼拜三 수요일",
    "thursday donnerstag jeudi jueves 木曜日 木曜 周四 星期四 礼拜四 목요일",
    "friday freitag vendredi viernes 金曜日 金曜 周五 星期五 礼拜五 금요일",
    "saturday samstag samedi sábado 土曜日 土曜 周六 星期六 礼拜六 토요일",
    "sunday sonntag dimanche domingo 日曜日 日曜 周日 星期天 星期日 礼拜天 일요일",
)
WEEKDAY_OF = {word: line.split()[0] for line in _WEEKDAYS for word in line.split()}
PART_OF = {
    word: part
    for part, words in {
        "early": "anfang début debut principios comienzos 初 上旬 초",
        "mid": "mitte mi mediados 中旬 중순",
        "late": "ende fin finales fines 末 下旬 말",
    }.items()
    for word in words.split()
}
_HAN_MONTHS = "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月".split()
NAMES = "january february march april may june july august september october november december".split()
MONTH_OF |= {word.removesuffix("月"): name for word, name in zip(_HAN_MONTHS, NAMES, strict=True)}
MONTH_OF |= {f"{zero}{n}": name for n, name in enumerate(NAMES, start=1) for zero in ("", "0")}


def _any(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


N = rf"(?P<n>\d{{1,3}}|{_any(NUMBER_OF)})"
LATIN_UNIT = rf"(?P<unit>{_any({w: u for w, u in UNIT_OF.items() if w.isascii() or w[0] < 'ɐ'})})\b"
OTHER_UNIT = rf"(?P<unit>{_any({w: u for w, u in UNIT_OF.items() if w[0] > 'ɐ'})})"
MONTH = rf"(?P<month>{_any({w: m for w, m in MONTH_OF.items() if w.isalpha() and w[0] < 'ɐ'})})\b"
YEAR = r"(?P<year>(?:19|20)\d\d)"
OF_YEAR = rf"(?: (?:de |del |des jahres |di |van )?{YEAR}\b)?"
IN_DIGITS = r"(?P<month>1[0-2]|0?[1-9])"
IN_HAN = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
TO_DAY = r"(?P<to>3[01]|[12]\d|0?[1-9])"
WEEKDAY = rf"(?P<weekday>{_any({w: d for w, d in WEEKDAY_OF.items() if w[0] < 'ɐ'})})\b"
OTHER_WEEKDAY = rf"(?P<weekday>{_any({w: d for w, d in WEEKDAY_OF.items() if w[0] > 'ɐ'})})"
PART = rf"(?P<part>{_any({w: p for w, p in PART_OF.items() if w[0] < 'ɐ'})})"
OTHER_PART = rf"(?P<part>{_any({w: p for w, p in PART_OF.items() if w[0] > 'ɐ'})})"


@dataclass(frozen=True, slots=True)
class Row(Pattern):
    """A phrase of another language, and the *english* of it, with {n}, {unit}, {month} and so on for what it holds.

    Where a group *since* takes part, it is the time since then.
    """

    english: str = ""


def row(source: str, english: str, takes: str, leaves: str) -> Row:
    return Row(source, takes, leaves, english=english)
