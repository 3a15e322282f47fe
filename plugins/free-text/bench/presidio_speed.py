"""Megabytes a second of Presidio's pattern recognisers alone (no language model), over the text on standard input."""
import sys
import time

from presidio_analyzer import PatternRecognizer, RecognizerRegistry

registry = RecognizerRegistry()
registry.load_predefined_recognizers()
recognizers = [entry for entry in registry.recognizers if isinstance(entry, PatternRecognizer)]
lines = sys.stdin.read().split("\n")
started = time.perf_counter()
found = 0
for line in lines:
    for recognizer in recognizers:
        found += len(recognizer.analyze(line, recognizer.supported_entities, None) or [])
seconds = time.perf_counter() - started
print(sum(map(len, lines)) / 1e6 / seconds, len(recognizers), found)
