"""Seconds that Presidio's pattern recognisers for English take for a list of values, each value on its own."""

import json
import logging
import sys
import time

import tldextract

# The list of suffixes that ships with the package, instead of one fetched at the first address.
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
tldextract.tldextract.TLD_EXTRACTOR = tldextract.extract

from presidio_analyzer import PatternRecognizer, RecognizerRegistry  # noqa: E402

logging.disable(logging.CRITICAL)
values = json.load(open(sys.argv[1], encoding="utf-8"))
registry = RecognizerRegistry()
registry.load_predefined_recognizers(languages=["en"])
recognizers = [one for one in registry.recognizers if isinstance(one, PatternRecognizer)]


def look(value):
    for recognizer in recognizers:
        recognizer.analyze(value, recognizer.supported_entities)


# One look first, so that compiling is not counted.
look(values[0])
started = time.perf_counter()
for value in values:
    look(value)
elapsed = time.perf_counter() - started
print(len(recognizers), "recognizers")
print(elapsed)
