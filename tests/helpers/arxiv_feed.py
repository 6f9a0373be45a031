"""arXiv's answers, as its API writes them."""

from __future__ import annotations


def feed(*papers: tuple[str, str, str]) -> bytes:
    """An Atom feed of (arXiv id, title, abstract)."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{name}v1</id><published>2026-11-12T18:00:00Z</published>"
        f"<title>{title}</title><summary>{abstract}</summary><author><name>Dirk Larsen</name></author></entry>"
        for name, title, abstract in papers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<opensearch:totalResults>{len(papers)}</opensearch:totalResults>{entries}</feed>"
    ).encode()
