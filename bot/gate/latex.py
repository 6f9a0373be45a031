"""What LaTeX's commands look like when they are set."""

from __future__ import annotations

import unicodedata

_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega"
).split()


def _greek(name: str, kind: str) -> str:
    return unicodedata.lookup(f"GREEK {kind} LETTER {'LAMDA' if name == 'lambda' else name.upper()}")


# "alpha" is α and "Alpha" is Α, spelled out or as a command
GREEK = {name: _greek(name, "SMALL") for name in _LETTERS} | {
    name.title(): _greek(name, "CAPITAL") for name in _LETTERS
}
SYMBOLS = {
    **GREEK,
    **{f"var{name}": GREEK[name] for name in ("epsilon", "theta", "phi", "rho", "sigma", "pi", "kappa")},
    **dict(
        pair.split(":")
        for pair in (
            "times:x cdot:· pm:± mp:∓ div:÷ ast:* sim:~ approx:~ leq:≤ le:≤ geq:≥ ge:≥ ll:≪ gg:≫ neq:=\u0338 "
            "ne:=\u0338 equiv:≡ propto:∝ to:→ rightarrow:→ leftarrow:← Rightarrow:⇒ mapsto:↦ infty:∞ in:∈ "
            "notin:∈\u0338 subset:⊂ cup:∪ cap:∩ partial:∂ nabla:∇ sum:∑ prod:∏ int:∫ sqrt:√ circ:∘ degree:° deg:° "
            "dots:... cdots:... lvert:| rvert:| vert:| mid:| textgreater:> textless:< lt:< gt:> textendash:- "
            "textemdash:- texttildelow:~ textasciitilde:~ textbackslash:\\ star:⋆ dagger:† prime:′ langle:⟨ rangle:⟩ "
            "ell:l ldots:... o:o i:i ss:ss"
        ).split()
    ),
}
# Commands that say how, not what: nothing is left of them but their content.
MARKUP = (
    "text(?:bf|it|tt|sc|rm|sf|sl|up|md|normal)?|math(?:bf|it|tt|rm|sf|cal|bb|frak|scr|bm)?|emph|underline|boldsymbol|bm|"
    "operatorname|mbox|hbox|left|right|[bB]igg?[lr]?|displaystyle|textstyle|it|em|bf|rm|sc|tt|sl|limits|xspace|ensuremath"
)
ACCENTS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303"} | {
    "c": "\u0327",
    "v": "\u030c",
    "H": "\u030b",
    "k": "\u0328",
}
