"""HTML of an e-mail as plain words: nothing in it runs, nothing it points to is loaded."""

import re
from html import unescape
from html.parser import HTMLParser

MOST = 2_000_000  # characters that are taken apart, about three seconds at worst
_SILENT = frozenset({"script", "style", "title", "template"})
_BREAKING = frozenset({"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer"})
_BREAKING |= {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre"}
_BREAKING |= {"section", "table", "tr", "ul"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKING:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag == "img":  # an emoji is often a picture with a word beside it
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKING:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"\s+", " ", data))


def words_of(html: str) -> str:
    """What a reader would see of ``html``; of what is broken rather too much than nothing."""
    html = _without_comments(html[:MOST])
    words = _Words()
    words.feed(html)
    words.close()
    seen = _tidy("".join(words.pieces))
    return seen or _tidy(unescape(re.sub(r"<[^<>]{0,200}>", " ", html)))


def _without_comments(html: str) -> str:
    """``html`` without comments and half tags: for each of them the parser would read all that follows."""
    pieces, at = [], 0
    while (begin := html.find("<!", at)) >= 0:
        pieces.append(html[at:begin])
        mark = "-->" if html.startswith("<!--", begin) else ">"
        end = html.find(mark, begin)
        if end < 0:
            at = begin + 2
            break
        at = end + len(mark)
    pieces.append(html[at:])
    html = "".join(pieces).replace("<?", "<")
    whole, closing, rest = html.rpartition(">")
    return whole + closing + rest.replace("<", "&lt;")


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
