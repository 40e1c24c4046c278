"""The process in which typst runs: it holds no key and no database, and can open nothing.

Started by ``letters.press`` with an empty environment. Before the first template runs it gives up, for
good, to open any file or connection: a template of anybody cannot read the server, load a package
or send a word away. It imports nothing of Kimbilio.
"""

import json
import re
import resource
import struct
import sys
from typing import Any, BinaryIO

import typst

COMPILE: Any = typst.compile  # its types do not know yet that a source may be a dict of files
MEMORY = 2 * 1024**3
CPU_SECONDS = 300
PLACE = re.compile(r"main\.typ:(\d+):(\d+)")
SEARCHED = re.compile(r" ?\(searched at [^)]*\)")


def give_up_everything() -> None:
    """From here on no file is opened and no line to anywhere."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def pressed(order: dict[str, Any], root: str) -> tuple[dict[str, Any], list[bytes]]:
    """What came of one order: its pages, or what is wrong and where."""
    sources = {name: text.encode() for name, text in order["sources"].items()}
    try:
        made = COMPILE(
            sources, root=root, ignore_system_fonts=True, format=order["format"],
            ppi=order.get("ppi", 96), sys_inputs={"facts": json.dumps(order["facts"], ensure_ascii=False)},
            package_path=root, package_cache_path=root,
        )  # fmt: skip
    except typst.TypstError as trouble:
        return _trouble(trouble), []
    pages = made if isinstance(made, list) else [made]
    return {"ok": True, "sizes": [len(page) for page in pages]}, pages


def _trouble(trouble: Any) -> dict[str, Any]:
    place = PLACE.search(str(trouble.diagnostic or ""))
    message = SEARCHED.sub("", str(trouble.message)).strip()
    if "package" in message and "download" in message:
        message = "packages cannot be used here"
    return {
        "ok": False,
        "message": message,
        "line": int(place[1]) if place else 0,
        "column": int(place[2]) + 1 if place else 0,
    }


def _read(source: BinaryIO) -> bytes | None:
    head = source.read(4)
    if len(head) < 4:
        return None
    return source.read(struct.unpack(">I", head)[0])


def main() -> None:
    """Take orders until nobody gives any."""
    root = sys.argv[1]
    source, out = sys.stdin.buffer, sys.stdout.buffer
    COMPILE({"main.typ": b"#text[ ]"}, root=root, ignore_system_fonts=True)  # fonts are read now
    give_up_everything()
    while (order := _read(source)) is not None:
        head, pages = pressed(json.loads(order), root)
        words = json.dumps(head).encode()
        out.write(struct.pack(">I", len(words)) + words)
        for page in pages:
            out.write(page)
        out.flush()


if __name__ == "__main__":
    main()
