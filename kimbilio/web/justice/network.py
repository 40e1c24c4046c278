"""The picture of the network, the same facts as a table, and what the picture is drawn from."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from kimbilio.access.choices import Permission
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.justice.choices import NodeKind
from kimbilio.justice.models import AllegedTrafficker
from kimbilio.justice.network import Network, Node, network
from kimbilio.justice.queries import LEADING
from kimbilio.web.pages import StaffRequest, page, respond

SIZE, MOST_BESIDE = 25, 6
SHAPES: dict[NodeKind, str] = {
    NodeKind.CASE: "M2 4h4l2 2h6v7H2z",
    NodeKind.ALLEGED: "M8 1l7 7-7 7-7-7z",
    NodeKind.PHONE: "M5 1h6v14H5z",
    NodeKind.ACCOUNT: "M1 4h14v8H1z",
    NodeKind.VEHICLE: "M1 11V8l3-4h7l4 4v3z",
    NodeKind.AGENCY: "M2 15V2h8v5h4v8z",
    NodeKind.PLACE: "M8 15L2 6a6 5 0 0 1 12 0z",
    NodeKind.ROUTE: "M1 6h8V2l6 6-6 6v-4H1z",
    NodeKind.CLOSED: "M3 7h2V4a3 3 0 0 1 6 0v3h2v8H3z",
}
"""Drawn in a square of 16: a kind is told by its shape, not by its colour alone."""


@dataclass(frozen=True)
class Row:
    """One node in the table, with some of those beside it."""

    node: Node
    beside: list[Node]
    more: int


@page(needs=Permission.DO_LEGAL_WORK, methods=("GET",))
def picture(request: StaffRequest) -> HttpResponse:
    """See how cases, alleged traffickers, phones, places and routes hang together; the table comes after."""
    named = AllegedTrafficker.objects.open_to(request.user).exists()
    kinds = [(one, SHAPES[one]) for one in NodeKind if one != NodeKind.CLOSED or _leads(request)]
    return render(request, "justice/network.html", {"kinds": kinds, "has_nodes": named})


def _leads(request: StaffRequest) -> bool:
    return request.user.role in LEADING


@page(needs=Permission.DO_LEGAL_WORK, methods=("GET",))
def table(request: StaffRequest) -> HttpResponse:
    """Read the same facts page by page, what stands in most cases first; for whoever cannot use the picture."""
    found = network(request.user)
    _record(request, found, "table")
    kind = request.GET.get("kind", "")
    context = {
        "kinds": [one for one in NodeKind if any(node.kind == one for node in found.nodes)],
        "kind": kind if kind in NodeKind.values else "",
        "rows": Paginator(_rows(found, kind), SIZE).get_page(request.GET.get("page")),
        "network": found,
    }
    return respond(request, "justice/network_table.html", "justice/_network_table.html", context)


def _rows(found: Network, kind: str) -> list[Row]:
    """What stands in most cases first: that is what one looks for."""
    beside = found.neighbours()
    order = list(NodeKind)
    numbers = [
        number
        for number, node in enumerate(found.nodes)
        if kind not in NodeKind.values or node.kind == kind
    ]
    numbers.sort(
        key=lambda number: (
            -len(found.nodes[number].cases),
            order.index(found.nodes[number].kind),
            found.nodes[number].label.casefold(),
            number,
        )
    )
    return [
        Row(
            found.nodes[number],
            [found.nodes[one] for one in beside[number][:MOST_BESIDE]],
            max(0, len(beside[number]) - MOST_BESIDE),
        )
        for number in numbers
    ]


@page(needs=Permission.DO_LEGAL_WORK, methods=("GET",))
def data(request: StaffRequest) -> JsonResponse:
    """What the picture is drawn from: the same nodes as in the table, and nothing that is not there."""
    found = network(request.user)
    _record(request, found, "picture")
    return JsonResponse({
        "nodes": [_node(node) for node in found.nodes], "edges": sorted(found.edges),
        "cut": found.is_cut,
    })  # fmt: skip


def _node(node: Node) -> list[Any]:
    address = reverse("cases:alleged", args=[node.code]) if node.code else ""
    return [node.kind.value, node.label, node.fact, len(node.cases), address]


def _record(request: StaffRequest, found: Network, view: str) -> None:
    cases = {case for node in found.nodes for case in node.cases}
    trail.record(
        Event.NETWORK_OPENED, by=request.user, view=view, nodes=len(found.nodes), cases=len(cases)
    )
