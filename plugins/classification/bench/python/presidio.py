"""Seconds that Presidio's pattern recognisers take for a list of values, each value on its own."""

import inspect
import json
import sys
import time

from presidio_analyzer import PatternRecognizer, predefined_recognizers

values = json.load(open(sys.argv[1], encoding="utf-8"))
recognizers = []
for _, kind in inspect.getmembers(predefined_recognizers, inspect.isclass):
    if not issubclass(kind, PatternRecognizer) or kind is PatternRecognizer:
        continue
    try:
        recognizers.append(kind())
    except Exception:
        continue
# One look first, so that compiling is not counted.
for recognizer in recognizers:
    recognizer.analyze(values[0], recognizer.supported_entities)
started = time.perf_counter()
for value in values:
    for recognizer in recognizers:
        recognizer.analyze(value, recognizer.supported_entities)
print(len(recognizers), "recognizers")
print(time.perf_counter() - started)
