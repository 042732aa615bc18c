#!/bin/bash
# A hundred runs of `casus read` that are killed at random moments, four in a row into one store, and then one that is
# left alone. The store must hold row for row what an undisturbed run gives, and be intact.
set -eu
cd "$CASUS_TMP"
kills=100

# Text, ids and numbers that the rows can be told apart by; sizes that make batches end at different places.
awk 'BEGIN {
  srand(3)
  for (i = 1; i <= 2000; i++) {
    text = sprintf("China accused NATO of %d things on May %d, 2023. ", i, i % 28 + 1)
    for (j = int(rand() * 8); j > 0; j--) text = text "Japan and France met in Vilnius. \\u201cWe go,\\u201d said Jens Stoltenberg. "
    printf "{\"id\":\"%d\",\"text\":\"%s\"}\n", i, text
  }
}' >news.jsonl

# All rows but for the numbers that documents, entities and rows happened to get.
rows() {
  "$CASUS_PROGRAM" - "$1" <<'LUA'
local store <close> = assert(require "casus".open(arg[1], { mode = "read" }))
local list = {}
for _, sql in ipairs {
  "select 'document', id, title, date, text from document", "select 'sentence', * from sentences",
  "select 'entity', name, label, code from entities",
  "select 'mention', name, m.label, document, sentence, start, stop, text from mentions m join entities e on e.id = entity",
  "select 'time', type, value, document, start, stop from times",
  "select 'quote', mode, speaker, cue, document, start, stop, text from quotes",
  "select 'relation', type, source, target, date, document, start, stop, text from relations",
  "select 'found', count(*) from sentence_search where sentence_search match 'nato'",
} do
  for tuple in store:sql(sql):tuples() do
    for i = 1, tuple.n do tuple[i] = tostring(tuple[i]) end
    list[#list + 1] = table.concat(tuple, "|")
  end
end
table.sort(list)
print(table.concat(list, "\n"))
assert(store:scalar "pragma integrity_check" == "ok", "the store is damaged")
LUA
}

began=$(date +%s%N)
"$CASUS_PROGRAM" read whole.casus news.jsonl
took=$(( ($(date +%s%N) - began) / 1000 )) # microseconds
rows whole.casus >expected

# Runs to the end what was killed, compares, and begins a new store: making one may be cut off as well.
compare() {
  "$CASUS_PROGRAM" read store.casus news.jsonl 2>/dev/null
  rows store.casus >found
  cmp expected found
  rm -f store.casus*
}

RANDOM=5 killed=0
for (( i = 1; i <= kills; i++ )); do
  "$CASUS_PROGRAM" read store.casus news.jsonl 2>/dev/null &
  sleep "$(awk -v took="$took" -v part="$RANDOM" 'BEGIN { printf "%.4f", took / 1e6 * part / 32768 * 0.7 }')"
  kill -9 $! 2>/dev/null && killed=$(( killed + 1 )) || true
  wait $! 2>/dev/null || true
  [[ $(( i % 4 )) -ne 0 ]] || compare
done
[[ $killed -ge $(( kills / 3 )) ]] || { echo "only $killed runs were killed: no test of anything" >&2; exit 1; }
echo "$killed of $kills runs were killed; $(wc -l <expected) rows are the same each time"
