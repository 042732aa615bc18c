#!/bin/bash
# The sweep of failing allocations over the store with documents of hundreds of sentences.
set -eu
CASUS_FAULTS_LONG=1 "$(dirname "$CASUS_PROGRAM")/tests/test_faults"
