"""What each peer's environment is made of. The embedder's runtime is in all that embed, so that weights are equal."""

EMBEDDER = ("onnxruntime==1.30.0", "tokenizers==0.23.3", "numpy==2.4.6")

# A peer without pins runs in the project's own environment.
PINS: dict[str, tuple[str, ...]] = {
    "broadsheet": (),
    "langchain": ("langchain-chroma", "langchain-core", "langchain-openai", *EMBEDDER),
    "paperqa": ("paper-qa", *EMBEDDER),
    "txtai": ("txtai", "torch", *EMBEDDER),
    "llm": ("llm", *EMBEDDER),
    "bm25s": ("bm25s", "PyStemmer"),
    "exact": (),
}
