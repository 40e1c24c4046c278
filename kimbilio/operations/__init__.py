"""Running the service: start and stop, health, backup and restore, log lines."""
