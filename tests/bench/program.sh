#!/bin/bash
# program.sh CASUS [JSONL]: start-up of the program, and reading many short reports into a new store.
# Without JSONL the sentences of the sample articles are repeated as 10,418 reports.
set -eu
casus=$1 input=${2-}
root=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The shortest of several runs, in seconds.
best() {
  local began ended least=
  for _ in 1 2 3 4 5 6 7 8 9; do
    [[ ${prepare-} ]] && eval "$prepare"
    began=$EPOCHREALTIME
    "$@" >/dev/null 2>&1
    ended=$EPOCHREALTIME
    least=$(awk -v a="$began" -v b="$ended" -v l="${least:-9e9}" 'BEGIN { d = b - a; print d < l ? d : l }')
  done
  echo "$least"
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
resident=$( { command -v /usr/bin/time >/dev/null && /usr/bin/time -f %M "$casus" read "$scratch/store.casus" "$input" 2>&1 >/dev/null | tail -n 1; } || true)
printf 'read: %s reports, %s relations into a new store in %s s%s\n' \
  "$("$casus" sql "$scratch/store.casus" 'select count(*) from document' --format csv | tail -n 1)" \
  "$("$casus" sql "$scratch/store.casus" 'select count(*) from relations' --format csv | tail -n 1)" \
  "$seconds" "${resident:+, $((resident / 1024)) MB resident}"
