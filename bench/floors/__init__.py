"""What Django itself takes: the floors that every measured page is compared with."""
