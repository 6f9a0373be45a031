"""The names of the months in the languages that browsers translate a page into, as they stand in dates."""

from __future__ import annotations

import unicodedata

from retrieval.text.calendar_words import MONTHS

# A line a month: Germanic, Romance, Slavic, Turkish, Indonesian, Finnish, Hungarian and Greek, in the form that
# stands behind the number of the day. Names that mean two months in two languages (the Croatian listopad) are left out.
_ELSEWHERE = (
    "januar jänner januari janvier enero janeiro gennaio gener ianuarie января січня stycznia ledna január ocak "
    "tammikuuta ιανουαρίου януари",
    "februar februari février febrero fevereiro febbraio febrer februarie февраля лютого lutego února február şubat "
    "helmikuuta φεβρουαρίου февруари",
    "märz maart mars marts marzo março març martie марта березня marca března március mart maret maaliskuuta μαρτίου "
    "март",
    "april avril abril aprile aprilie апреля квітня kwietnia dubna április nisan huhtikuuta απριλίου април",
    "mai mei maj mayo maio maggio maig мая май травня maja května május mayıs toukokuuta μαΐου",
    "juni juin junio junho giugno juny iunie июня червня czerwca června június haziran kesäkuuta ιουνίου юни",
    "juli juillet julio julho luglio juliol iulie июля липня lipca července július temmuz heinäkuuta ιουλίου юли",
    "august augusti augustus août agosto agost августа август серпня sierpnia srpna augusztus ağustos agustus elokuuta "
    "αυγούστου",
    "september septembre septiembre setembro settembre setembre septembrie сентября вересня września září szeptember "
    "eylül syyskuuta σεπτεμβρίου септември",
    "oktober octobre octubre outubro ottobre octombrie октября жовтня października října október ekim lokakuuta "
    "οκτωβρίου октомври",
    "november novembre noviembre novembro noiembrie ноября листопада listopada listopadu kasım marraskuuta νοεμβρίου "
    "ноември",
    "dezember december décembre diciembre dezembro dicembre desembre decembrie desember декабря грудня grudnia "
    "prosince aralık joulukuuta δεκεμβρίου декември",
)


def month_of(word: str) -> int | None:
    """The number of the month that *word* names in full or cut short; None if it names none, or two."""
    begin = _plain(word)
    whole = {n for n, names in enumerate(_NAMES, 1) if begin in names}
    fits = whole or {n for n, names in enumerate(_NAMES, 1) if any(name.startswith(begin) for name in names)}
    return fits.pop() if len(fits) == 1 else None


def _plain(word: str) -> str:
    """*word* in small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


_NAMES = tuple(
    (month, *(_plain(name) for name in names.split())) for month, names in zip(MONTHS, _ELSEWHERE, strict=True)
)
