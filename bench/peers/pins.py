"""What each peer's environment is made of. The embedder's runtime is in all that embed, so that weights are equal."""

_EMBEDDER = ("onnxruntime==1.32.0", "tokenizers==0.23.3", "numpy==2.4.6")

# A peer without pins runs in the project's own environment. torch: a build for processors alone will do.
PINS: dict[str, tuple[str, ...]] = {
    "broadsheet": (),
    "langchain": ("langchain-chroma==1.1.0", "chromadb==1.5.9", "langchain-openai==1.7.3", *_EMBEDDER),
    "paperqa": ("paper-qa==2026.8.12", *_EMBEDDER),
    "txtai": ("txtai==9.14.0", "torch==2.13.0", *_EMBEDDER),
    "llm": ("llm==0.36", *_EMBEDDER),
    "bm25s": ("bm25s==0.3.16", "PyStemmer==3.1.0"),
    "exact": (),
}
# Floors find papers and answer nothing.
FLOORS = ("bm25s", "exact")
