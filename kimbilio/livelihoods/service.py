"""What livelihoods tell the registry of services."""

from kimbilio.care.registry import CareService

SERVICES: tuple[CareService, ...] = ()
