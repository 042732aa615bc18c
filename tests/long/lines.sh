#!/bin/bash
# Reports of 20 MB in one line, dense with what is extracted: as a text, and between good lines of JSON.
set -eu
cd "$CASUS_TMP"
line=$(yes 'China accused NATO of meddling, said Jens Stoltenberg in Tokyo on May 10, and Japan met France.' | head -c 20000000 | tr '\n' ' ')
printf '%s' "$line" >line.txt
printf '{"id":"before","text":"China left."}\n{"id":"long","text":"%s"}\n{"text":\n{"id":"behind","text":"NATO came."}\n' "$line" >line.jsonl

"$CASUS_PROGRAM" read line.casus line.txt
status=0
"$CASUS_PROGRAM" read line.casus line.jsonl 2>messages || status=$?
cat messages
[[ $status -eq 3 ]]
grep -q '^casus: line.jsonl:3: not JSON' messages
[[ $("$CASUS_PROGRAM" sql line.casus 'PRAGMA integrity_check' --format jsonl) == '{"integrity_check":"ok"}' ]]
[[ $("$CASUS_PROGRAM" sql line.casus 'SELECT count(*) AS n, max(length(text)) AS size FROM document' --format jsonl) == \
  '{"n":4,"size":20000000}' ]]
[[ $("$CASUS_PROGRAM" sql line.casus 'SELECT count(*) > 100000 AS many FROM relations' --format jsonl) == '{"many":1}' ]]

# Writing the records of the long line takes no more than a gigabyte and a half; what a sanitizer's runtime takes is another
# matter.
bounded() ( ulimit -v 1500000; "$CASUS_PROGRAM" "$@" )
if bounded -e '' 2>/dev/null; then
  [[ $(bounded extract line.txt | wc -l) -gt 1000000 ]]
fi
