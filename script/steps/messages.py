"""Compiles the message catalogues named on the command line, each beside its source."""

import sys

import polib

for source in sys.argv[1:]:
    polib.pofile(source).save_as_mofile(source.removesuffix(".po") + ".mo")
