"""Turning typst sources and facts into papers, in a process apart that may take only so long."""

import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.errors import DomainError

CHILD = Path(__file__).parent / "press_child.py"
SECONDS = 10
LARGEST = 25 * 1024 * 1024


class LayoutWrong(DomainError):
    """The source is not one that typst can set; ``line`` and ``column`` are 0 if it cannot say."""

    code = "layout_wrong"

    def __init__(self, what: str, line: int = 0, column: int = 0) -> None:
        self.what, self.line, self.column = what, line, column
        where = _("Line %(line)d, column %(column)d: %(what)s.") if line else _("%(what)s.")
        told = where % {"line": line, "column": column, "what": what.rstrip(".")}
        super().__init__(told)


class LayoutTooHeavy(DomainError):
    """It took too long or too much memory and was stopped."""

    code = "layout_too_heavy"
    message = _(
        "The layout took too long or too much memory, and was stopped. Look for loops that do not end."
    )


class Press:
    """One process for any number of papers: ``with Press() as press: press.pdf(...)``."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._root: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> "Press":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def pdf(self, sources: dict[str, str], facts: dict[str, Any]) -> bytes:
        """The paper as one PDF. ``sources`` has ``main.typ`` and what it imports."""
        return self._ordered({"sources": sources, "facts": facts, "format": "pdf"})[0]

    def pictures(self, sources: dict[str, str], facts: dict[str, Any]) -> list[bytes]:
        """Each page as a PNG, to look at before it is made."""
        return self._ordered({"sources": sources, "facts": facts, "format": "png", "ppi": 90})

    def close(self) -> None:
        """Let the process go."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # what it did not read any more
                        pipe.close()
            self._child = None
        if self._root is not None:
            self._root.cleanup()
            self._root = None

    def _ordered(self, order: dict[str, Any]) -> list[bytes]:
        child = self._child or self._start()
        assert child.stdin is not None
        words = json.dumps(order, ensure_ascii=False, default=str).encode()
        watch = threading.Timer(self.seconds, child.kill)
        watch.start()
        try:
            child.stdin.write(struct.pack(">I", len(words)) + words)
            child.stdin.flush()
            head = json.loads(self._read(self._length()))
            pages = [self._read(size) for size in head.get("sizes", [])]
        except (BrokenPipeError, EOFError):
            self.close()
            raise LayoutTooHeavy from None
        finally:
            watch.cancel()
        if not head["ok"]:
            raise LayoutWrong(head["message"], head["line"], head["column"])
        return pages

    def _start(self) -> "subprocess.Popen[bytes]":
        self._root = tempfile.TemporaryDirectory(prefix="kimbilio-press-")
        self._child = subprocess.Popen(  # noqa: S603  # our own program, with words of our own
            [sys.executable, "-I", str(CHILD), self._root.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._root.name,
            env={"LANG": "C.UTF-8", "RAYON_NUM_THREADS": str(min(2, os.cpu_count() or 1))},
        )
        return self._child

    def _length(self) -> int:
        size: int = struct.unpack(">I", self._read(4))[0]
        return size

    def _read(self, size: int) -> bytes:
        assert self._child is not None
        assert self._child.stdout is not None
        if size > LARGEST:
            raise EOFError
        got = self._child.stdout.read(size)
        if len(got) < size:
            raise EOFError
        return got
