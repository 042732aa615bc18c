#!/bin/bash
# program.sh CASUS [JSONL [TEXT]]: start-up of the program, reading many short reports into a new store, and parsing.
# Without JSONL the sentences of the sample articles are repeated as 10,418 reports, without TEXT the articles themselves.
set -eu
casus=$1 input=${2-} text=${3-}
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The shortest of several runs, in seconds.
best() {
  local began ended least= run
  for ((run = 0; run < ${runs:-9}; run++)); do
    [[ ${prepare-} ]] && eval "$prepare"
    began=$EPOCHREALTIME
    "$@" >/dev/null 2>&1
    ended=$EPOCHREALTIME
    least=$(awk -v a="$began" -v b="$ended" -v l="${least:-9e9}" 'BEGIN { d = b - a; print d < l ? d : l }')
  done
  echo "$least"
}

# The most memory that a command had, as `, N MB resident`, where that can be found out.
resident() {
  local kilobytes
  command -v /usr/bin/time >/dev/null || return 0
  kilobytes=$(/usr/bin/time -f %M "$@" 2>&1 >/dev/null | tail -n 1)
  printf ', %s MB resident' "$((kilobytes / 1024))"
}

printf 'start-up: casus -e "" takes %s s\n' "$(best "$casus" -e '')"

if [[ -z $input ]]; then
  input=$scratch/items.jsonl
  "$casus" extract --only sentence "$root/data/articles" | awk '
    match($0, /"text":"([^"\\]|\\.)*"/) { text[n++] = substr($0, RSTART, RLENGTH) }
    END { for (i = 0; i < 10418; i++) printf "{\"id\":\"item-%d\",\"date\":\"2023-06-01\",%s}\n", i, text[i % n] }' >"$input"
fi
prepare='rm -f "$scratch"/store*'
seconds=$(best "$casus" read "$scratch/store.casus" "$input")
eval "$prepare"
memory=$(resident "$casus" read "$scratch/store.casus" "$input")
prepare=
printf 'read: %s reports, %s relations into a new store in %s s%s\n' \
  "$("$casus" sql "$scratch/store.casus" 'select count(*) from document' --format csv | tail -n 1)" \
  "$("$casus" sql "$scratch/store.casus" 'select count(*) from relations' --format csv | tail -n 1)" \
  "$seconds" "$memory"

if [[ -z $text ]]; then
  text=$scratch/text
  for ((i = 0; i < 40; i++)); do cat "$root"/data/articles/*.txt; done >"$text"
fi
words=$("$casus" parse "$text" | grep -c '^[0-9]*	') || true
if [[ $words -eq 0 ]]; then
  echo 'parse: nothing was parsed; is there a model?'
  exit
fi
echo 'One word.' >"$scratch/word"
printf 'parse: start-up with the model, and a sentence, takes %s s%s\n' \
  "$(best "$casus" parse "$scratch/word")" "$(resident "$casus" parse "$scratch/word")"
runs=5
for beam in 1 8; do
  seconds=$(best "$casus" parse --beam "$beam" "$text")
  printf 'parse: beam %s, %s words/s from text to CoNLL-U (%s words, %s s)%s\n' "$beam" \
    "$(awk -v w="$words" -v s="$seconds" 'BEGIN { printf "%.0f", w / s }')" "$words" "$seconds" \
    "$(resident "$casus" parse --beam "$beam" "$text")"
done
