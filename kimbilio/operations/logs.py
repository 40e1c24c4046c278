"""Log lines: one JSON object each, on standard error, of named harmless fields and nothing else.

A line may say what happened and where in the program, never to whom: no request bodies, no query
strings, no addresses, no arguments of messages, no texts of exceptions (a database's message quotes
the value it refused). A field that is not in ``FIELDS`` is dropped and its name is listed.
"""

import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

FIELDS = frozenset({
    "event", "level", "logger", "timestamp",
    "method", "route", "status",  # of a request: the pattern of its address, never the address
    "error", "trace",  # of an exception: its kinds and the lines of code it passed
    "task", "count", "seconds", "bytes", "attempt", "pid", "port", "version", "signal", "reason",
    "model", "field", "code", "dropped",
})  # fmt: skip


def only_known_fields(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Drop what is not on the list; name what was dropped, so that its author notices."""
    unknown = sorted(key for key in line if key not in FIELDS and not key.startswith("_"))
    for key in unknown:
        del line[key]
    if unknown:
        line["dropped"] = unknown
    return line


def request_facts(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Add the method, the pattern and the outcome of the request that Django logged about."""
    record: logging.LogRecord = line["_record"]
    request = getattr(record, "request", None)
    if request is not None and hasattr(request, "method"):
        line["method"] = request.method
        match = getattr(request, "resolver_match", None)
        line["route"] = match.route if match else None
    if hasattr(record, "status_code"):
        line["status"] = record.status_code
        line["event"] = "request failed" if record.status_code >= 500 else "request refused"
    line["event"] = str(line["event"]).partition("\n")[0]  # what follows may be a traceback
    if record.name.startswith("django.security"):
        line["event"] = record.name  # these messages quote what was sent
    return line


def exception_without_words(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Replace an exception by the names of its kinds and the places it passed."""
    found = line.pop("exc_info", None) or line["_record"].exc_info
    line.pop("stack_info", None)
    if found is True:
        found = sys.exc_info()
    error: BaseException | None = found[1] if isinstance(found, tuple) else found
    if error is None:
        return line
    kinds: list[str] = []
    places: list[str] = []
    while error is not None and len(kinds) < 5:
        kinds.append(f"{type(error).__module__}.{type(error).__qualname__}")
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        places += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or error.__context__
    line["error"] = " < ".join(kinds)
    line["trace"] = places
    return line


FIRST: list[Any] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
FOREIGN: list[Any] = [*FIRST, request_facts]


def kind_of(thing: object) -> str:
    """What stands in a line for a value that JSON does not know: its kind, not itself."""
    return type(thing).__name__


def formatter() -> logging.Formatter:
    """What turns a line of structlog, Django or a library into safe JSON."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=FOREIGN,
        processors=[
            exception_without_words,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            only_known_fields,
            structlog.processors.JSONRenderer(
                ensure_ascii=False, default=lambda thing: type(thing).__name__
            ),
        ],
        use_get_message=False,  # the sentence without its arguments, which may be anything
    )


def configuration(level: str = "INFO") -> dict[str, Any]:
    """Django's ``LOGGING``: all to standard error; libraries from WARNING, ours from ``level``."""
    structlog.configure(
        processors=[*FIRST, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"safe": {"()": "kimbilio.operations.logs.formatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "safe"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "kimbilio": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
        },
    }
