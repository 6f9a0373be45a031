"""An Atom feed (RFC 4287), one entry a week. An entry's id comes from the feed's name and the week alone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.render.html import fragment
from bot.render.safe import safe_line
from bot.settings import Settings
from bot.settings.weekly import Destination
from bot.sinks.one_piece import check_name, folder_of, kept, whole, write_whole
from bot.types import Reply
from bot.weekly.posting.delivery import UnknownError
from bot.weekly.posting.ledger import Part

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ATOM = "http://www.w3.org/2005/Atom"
MOST = 104
"""Weeks a feed keeps: two years."""
_EMPTY = f'<feed xmlns="{ATOM}"/>'


@dataclass(frozen=True, slots=True)
class FeedSink:
    """The feed `<name>.xml` in *folder*. It is its own history: an entry that is in the file was published."""

    folder: Path

    def find(self, part: Part, first: str) -> str | None:
        """The id of the week's entry, if the feed has it."""
        wanted = entry_id(part)
        known = [entry.findtext("id") for entry in self._read(part).findall("entry")]
        return wanted if wanted in known else None

    def send(self, part: Part, first: str) -> str:
        """Put the week's entry on top of the feed; its id."""
        old = self._read(part).findall("entry")
        feed = _feed(part, [_entry(part), *old][:MOST])
        write_whole(self._path(part), _text(feed))
        return entry_id(part)

    def _read(self, part: Part) -> Element:
        """The feed as it stands, tags without their namespace."""
        from xml.etree.ElementTree import ParseError

        from defusedxml.ElementTree import fromstring

        path = self._path(part)
        try:
            feed: Element = fromstring(path.read_text(encoding="utf-8") if path.exists() else _EMPTY)
        except (OSError, ValueError, ParseError) as error:
            raise UnknownError(f"The feed {path} cannot be read.", "Repair it or move it away.") from error
        for element in feed.iter():
            element.tag = element.tag.rpartition("}")[2]
        return feed

    def _path(self, part: Part) -> Path:
        return self.folder / f"{part.destination.channel}.xml"


def entry_id(part: Part) -> str:
    """The same for the same feed and week for ever, in any archive."""
    return _urn(f"{part.destination.channel}/{part.key}")


check = check_name


def bodies(replies: Sequence[Reply]) -> list[str]:
    """Title and HTML as JSON."""
    reply = whole(replies)
    return [json.dumps({"title": safe_line(reply.title), "html": fragment(reply)}, ensure_ascii=False)]


def open_sink(settings: Settings, destination: Destination) -> FeedSink:
    """The sink of all feeds."""
    return FeedSink(folder_of(settings))


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"broadsheet:{name}").urn


def _feed(part: Part, entries: Sequence[Element]) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    feed = Element("feed", xmlns=ATOM)
    SubElement(feed, "id").text = _urn(part.destination.channel)
    SubElement(feed, "title").text = f"Broadsheet: papers of the {part.week.unit} ({part.destination.channel})"
    # Relative, as only the one who serves the file knows where: readers resolve it against where they found it.
    SubElement(feed, "link", rel="self", href=f"{part.destination.channel}.xml")
    SubElement(feed, "updated").text = entries[0].findtext("updated")
    SubElement(SubElement(feed, "author"), "name").text = "Broadsheet"
    feed.extend(entries)
    return feed


def _entry(part: Part) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    text = kept(part)
    entry = Element("entry")
    SubElement(entry, "id").text = entry_id(part)
    SubElement(entry, "title").text = text["title"]
    SubElement(entry, "updated").text = part.at.isoformat(timespec="seconds")
    SubElement(entry, "content", type="html").text = text["html"]
    return entry


def _text(feed: Element) -> str:
    from xml.etree.ElementTree import indent, tostring

    indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"
