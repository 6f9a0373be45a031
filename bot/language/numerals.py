"""How numbers and what they count are written in the six languages that are judged: German, French, Spanish, Chinese,
Japanese, Korean. Digits are read in any language."""

from __future__ import annotations

SCALES = {
    "tausend": 1e3, "tsd": 1e3, "mille": 1e3, "mil": 1e3, "millionen": 1e6, "million": 1e6, "mio": 1e6, "millions": 1e6,
    "millones": 1e6, "millón": 1e6, "milliarden": 1e9, "milliarde": 1e9, "mrd": 1e9, "milliards": 1e9,
    "milliard": 1e9, "mil millones": 1e9, "billionen": 1e12, "billions": 1e12, "billones": 1e12,
    "千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "百萬": 1e6, "千万": 1e7, "亿": 1e8, "億": 1e8, "十亿": 1e9,
    "兆": 1e12, "천": 1e3, "만": 1e4, "백만": 1e6, "천만": 1e7, "억": 1e8, "십억": 1e9, "조": 1e12,
}  # fmt: skip
"""What may stand behind a number and multiplies it."""

UNITS = {
    "points": "prozentpunkte prozentpunkten prozentpunkt punkte punkten punkt points point puntos punto 个百分点 "
    "百分点 ポイント 퍼센트포인트 포인트 점",
    "%": "% prozent pourcent pour-cent por-ciento percent パーセント 퍼센트 프로",
    "x": "x × mal fois veces 倍 배 fach",
    "ms": "ms millisekunden millisekunde millisecondes milisegundos 毫秒 ミリ秒 밀리초",
    "s": "s sekunden sekunde secondes seconde segundos segundo 秒 초",
    "min": "min minuten minute minutes minutos minuto 分钟 分間 분",
    "h": "h stunden stunde heures heure horas hora 小时 小時 時間 시간",
    "days": "tage tagen tag jours jour días dias día 天 日間 일",
    "weeks": "wochen woche semaines semaine semanas semana 周 週間 주",
    "months": "monate monaten monat mois meses mes 个月 か月 ヶ月 개월",
    "years": "jahre jahren jahr ans années años año 年間 년간",
}
"""The units that have names of their own, as `bot.gate.units` calls them."""

COUNTED = {
    "de": "zwei=2 drei=3 vier=4 fünf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 zwölf=12 zwanzig=20 dreißig=30 "
    "fünfzig=50 hundert=100 tausend=1000 doppelt=2 doppelte=2 doppelten=2 verdoppelt=2 zweimal=2 zweifach=2 dreifach=3 "
    "dreimal=3 viermal=4 verdreifacht=3 vierfach=4 hälfte=50 halbiert=50",
    "fr": "deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 dix=10 onze=11 douze=12 vingt=20 trente=30 cinquante=50 "
    "cent=100 double=2 doublé=2 triple=3 moitié=50",
    "es": "dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 veinte=20 treinta=30 "
    "cincuenta=50 cien=100 mil=1000 doble=2 duplica=2 triple=3 triplica=3 mitad=50",
    "zh": "两=2 二=2 三=3 四=4 五=5 六=6 七=7 八=8 九=9 十=10 百=100",
    "ja": "二=2 三=3 四=4 五=5 六=6 七=7 八=8 九=9 十=10 百=100",
    "ko": "두=2 세=3 네=4 다섯=5 여섯=6 일곱=7 여덟=8 아홉=9 열=10",
}
"""Words for numbers. A half is 50, as of a hundred."""

COUNTERS = "个個种種倍项項类類次层層组組大篇家位つ回件개가지배번편명단계"
"""What follows a number in words where words are not set apart: elsewhere 三 may be a part of any word."""

NEAR = (
    "etwa rund ungefähr fast knapp über mehr-als bis-zu weniger-als mindestens environ près-de presque plus-de "
    "moins-de au-moins jusqu'à unos unas casi más-de cerca-de menos-de hasta alrededor-de 约 約 近 超过 超 大约 接近 "
    "不到 至少 多达 ほぼ およそ 最大 약 거의 최대 최소 대략"
)
"""Words in front of a number that let it be a little off."""
