"""The words by which languages in Latin letters are told apart, whatever a sentence is about.

*telling* words stand in no English text: question words, verbs of asking, prepositions of their own. *plain* ones are
articles and prepositions that also stand in names ("El Niño", "de novo", "Las Vegas"): they count together only.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """The words of one language, in small letters, with and without their accents."""

    telling: frozenset[str]
    plain: frozenset[str]


def _profile(telling: str, plain: str) -> Profile:
    return Profile(frozenset(telling.split()), frozenset(plain.split()))


PROFILES = {
    "de": _profile(
        "aber als arbeiten auch auf aus bei beim benötigt besser bitte brauchen braucht dass daß diese diesem "
        "diesen dieser dieses durch eine einem einen einer eines erklär erkläre erklärt erreicht erschienen "
        "es fasse fuer funktionieren funktioniert für gegenüber geschrieben gestern gibt gibts haben hat "
        "hatte heute ich ihr ist jahr jede jeder jedes kann kein keine keinen keiner koennen können leistet "
        "lernt letzte letzten letzter letztes liefert mehr mir mit monat nach nenne neu neue neuen neuer "
        "neues nicht noch nur nutzt oder ohne schlägt schneller schreibt schrieb sehr seit sich sind ueber um "
        "und uns unter verbessert vergleiche verwendet veröffentlicht viel viele vom vor wann warum weil "
        "welche welchem welchen welcher welches wem wen wenn wer werden weshalb wessen wie wieso wieviel wir "
        "wird wo woche wodurch woher womit worum wozu wurde wurden zeig zeige zeigt zum zur zusammen zwischen "
        "über übertrifft",
        "also am an bis das dem den der des die ein im in los man so von war was zu",
    ),
    "fr": _profile(
        "améliore année apprend apprentissage atteint aussi aux avec avoir ces cet cette chaque chez combien "
        "comment dans depuis dernière des donne donnez données du dépasse elles entre est et explique "
        "expliquez fait faut fonctionne fonctionnent font hier ils je laquelle lequel lesquels leur leurs "
        "limites mais meilleur meilleure meilleurs modèle modèles moi moins mois montre montrez ne neuf nous "
        "nouveau nouveautés nouveaux nouvelle ont ou où papiers par parle parlent parus pas pendant peut "
        "peuvent plusieurs pourquoi publiés que quel quelle quelles quels qui quoi rapport récents résume "
        "résumez sans selon semaine sont sur traite traitent travaux très une utilise utilisent utilisés vers "
        "vous écrit écrits était étudie étudient être",
        "a au de en la le les on plus pour sa se ses son un y",
    ),
    "es": _profile(
        "alcanza aprende aprendizaje articulos artículos ayer año años cada compara con contra cual cuales "
        "cuál cuáles cuándo cuánta cuántas cuánto cuántos cómo dame datos del desde dónde ellas ellos entre "
        "es esa escribió escrito ese esos esta estas este estos está están explica explícame fue funciona "
        "funcionan habla hablan hace hacen hacia hasta hay hoy limitaciones lista mejor mejora mejoran menos "
        "mes modelos muestra muy muéstrame más necesita nos novedades nueva nuevo nuevos para pasada pasado "
        "pero por porqué propone publicado publicados puede pueden que quién quiénes qué según semana ser sin "
        "sobre son supera también tiene tienen trabajos trata tratan usan ustedes utiliza y yo",
        "a al como de el en la las lo los no o se su sus un una",
    ),
    "it": _profile(
        "agli alla alle anche anno articoli che chi ci con confronta cosa dal dalla dalle dammi degli dei del "
        "della delle dello dove elenca essere fra funziona funzionano gli hanno ieri lavori meno mese "
        "migliora modelli molto mostra negli nei nel nella nelle novità nuovi nuovo oggi ogni parla parlano "
        "perche perché più possono pubblicati pubblicato può quale quali quando quante quanti quanto questa "
        "queste questi questo raggiunge riassumi rispetto scorsa scorso scritto senza settimana sono spiega "
        "sui sul sulla sulle supera tra trattano una utilizza è",
        "al da di e i il in la le lo per se si su un uno",
    ),
    "pt": _profile(
        "alcança ano aprende aprendizagem artigos até cada com como da dados das desde dos entre escreveu "
        "escrito essa esse esta estas este estes está estão eu explique fala falam foi funciona funcionam "
        "hoje há mais melhor melhora menos modelos mostra mostre muito mês nas nos nova novidades novos não "
        "onde ontem para passada passado pela pelas pelo pelos pode podem por porquê precisa publicado "
        "publicados quais qual quando quantas quanto quantos que quem quê resuma sem semana ser sobre supera "
        "são também tem trabalhos tratam têm uma umas uns você vocês é",
        "a ao as da de do e em na no o os se um",
    ),
    "nl": _profile(
        "afgelopen als artikelen bereikt beter bij dat deze dit een elke gaan gaat gebruikt geef geen "
        "gepubliceerd geschreven gisteren hebben heeft het hoe hoeveel hun ik jaar jullie kan kunnen leert "
        "leg maand meer met modellen naar niet nieuw nieuwe nieuws nodig nog omdat onderzoek ook overtreft "
        "schreef sinds sneller toon toont tussen uit vandaag verbetert vergelijk verschenen vind voor vorige "
        "waar waarom wanneer wat welk welke werd werken werkt wie wij worden wordt zeer zij zijn zonder",
        "aan de der en in is of om op over te tot van we",
    ),
}

ENGLISH = frozenset(
    "a about after also an and any are as at be been before between by can could did do does during "
    "explain find for from give had has have he her his how i if in into is it its less list may me might "
    "more most must my new not of on only or our over recent she should show since so some such summarize "
    "tell than that the their then there these they this those through to under was we were what when "
    "where which while who whom whose why will with without would you your".split()
)
