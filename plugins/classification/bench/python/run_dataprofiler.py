"""Seconds that DataProfiler's structured labeler takes for a list of values."""

import json
import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import dataprofiler

values = json.load(open(sys.argv[1], encoding="utf-8"))
labeler = dataprofiler.DataLabeler(labeler_type="structured")
labeler.predict(values[:8])
started = time.perf_counter()
labeler.predict(values)
print(time.perf_counter() - started)
