"""The one table of all measured sizes."""

import json
from pathlib import Path
from typing import Any


def write_table(folder: Path) -> None:
    """Put everything measured into ``case-file.md``."""
    kept = [json.loads(path.read_text()) for path in folder.glob("case-file-*.json")]
    if not kept:
        return
    kept.sort(key=lambda run: (run["database"].startswith("P"), run["cases"]))
    lines = [
        "# Pages, measured",
        "",
        "Written by `script/bench`; one JSON file a run beside this.",
        "",
    ]
    lines += [
        f"* {run['database']}, {run['cases']:,} cases, {run['entries']:,} timeline entries:"
        f" {run['machine']}; {run['when']}; load of the machine {run['load_before']} before,"
        f" {run['load_after']} after; `{run['command']}`"
        for run in kept
    ]
    lines += [
        "",
        "Medians in milliseconds, and in brackets how often the floor of the same minutes:",
    ]
    for clients in ("1", "8"):
        lines += [
            "",
            f"## {clients} client{'s' if clients == '8' else ''}",
            "",
            *_table(kept, clients),
        ]
    lines += ["", "## Weight of a page, memory, start", "", *_weights(kept), ""]
    notes = folder / "case-file-notes.md"
    if notes.exists():
        lines += [notes.read_text(encoding="utf-8")]
    (folder / "case-file.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _head(kept: list[dict[str, Any]], first: str) -> list[str]:
    names = [f"{run['database'].split()[0]} {_short(run['cases'])}" for run in kept]
    return [f"| {first} | " + " | ".join(names) + " |", "|---|" + "--:|" * len(kept)]


def _short(cases: int) -> str:
    return f"{round(cases / 1000)} k"


def _table(kept: list[dict[str, Any]], clients: str) -> list[str]:
    names = list(dict.fromkeys(name for run in kept for name in run["pages"]))
    lines = _head(kept, "page (target)")
    lines[0] = lines[0][:-2] + " | growth S | growth P |"
    lines[1] += "--:|--:|"
    for floor in ("hello", "bare list", "bare open"):
        cells = [f"{ms:.2f}" if (ms := _floor(run, clients, floor)) else "" for run in kept]
        lines.append(f"| *{floor}* | " + " | ".join(cells) + " | | |")
    for name in names:
        cells, target = [], ""
        for run in kept:
            timed = run["pages"].get(name, {}).get(clients)
            if timed is None:
                cells.append("")
                continue
            target = timed.get("target", "")
            mark = "" if timed.get("met", True) else " ✗"
            cells.append(
                f"{timed['median_ms']:.1f} ({timed['ratio']:.1f}{mark}; {timed['cpu_ratio']:.1f})"
            )
        cells += [_growth(kept, name, clients, engine) for engine in ("SQLite", "Postgre")]
        lines.append(f"| {name} ({target}) | " + " | ".join(cells) + " |")
    return lines


def _floor(run: dict[str, Any], clients: str, floor: str) -> float:
    timed = [page[clients]["floors_ms"][floor] for page in run["pages"].values() if clients in page]
    return sorted(timed)[len(timed) // 2] if timed else 0.0


def _growth(kept: list[dict[str, Any]], name: str, clients: str, engine: str) -> str:
    """How much the CPU ratio to the page's own floor rises from the smallest size to the largest."""
    found = [
        page["cpu_ratio"]
        for run in kept
        if run["database"].startswith(engine) and (page := run["pages"].get(name, {}).get(clients))
    ]
    return f"{found[-1] / found[0] - 1:+.0%}" if len(found) > 1 else ""


def _memory(run: dict[str, Any]) -> str:
    found = run.get("memory_mb")
    return f"{found['workers']:.0f} ({found['after_requests']:,})" if found else ""


def _weights(kept: list[dict[str, Any]]) -> list[str]:
    lines = _head(kept, "")
    names = list(dict.fromkeys(name for run in kept for name in run["weights"]))
    for name in names:
        for key, word in (("queries", "queries"), ("bytes", "bytes of HTML")):
            cells = [str(run["weights"].get(name, {}).get(key, "")) for run in kept]
            lines.append(f"| {name}: {word} | " + " | ".join(cells) + " |")
    facts = {
        "two workers, MB (after so many requests)": _memory,
        "start to first answer, s": lambda run: run["start_seconds"],
        "page of the list that is far down": lambda run: run["depth"],
        "seconds to seed": lambda run: run["seed_seconds"] or "",
    }
    lines += [
        f"| {word} | " + " | ".join(str(fact(run)) for run in kept) + " |"
        for word, fact in facts.items()
    ]
    return lines
