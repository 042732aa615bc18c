#!/bin/bash
# run.sh [--update] [NAME ...]: golden tests. A test is a folder of this one (none named: all) with
#   cmd      shell code; "$CASUS" is the program; it runs in a copy of the folder
#   stdout   what it has to print, byte for byte
#   stderr   the same of standard error; no such file: nothing
#   status   its exit status; no such file: 0
# and whatever files the command reads. --update writes what was printed as what is expected.
set -u
golden=$(cd "$(dirname "$0")" && pwd)
CASUS=${CASUS_PROGRAM:-$golden/../../build/casus}
export CASUS
update=
if [[ ${1-} == --update ]]; then update=1; shift; fi
if (($# == 0)); then
  cd "$golden" && set -- */ && set -- "${@%/}"
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/casus golden.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT

# keep FILE DEFAULT: makes a result the expectation; one that is the default needs no file.
keep() {
  if [[ $(<"$work/$1") == "$2" && ! -s $work/$1 || $(<"$work/$1") == "$2" && $1 == status ]]; then
    rm -f "$golden/$name/$1"
  else
    cp "$work/$1" "$golden/$name/$1"
  fi
}

# same FILE DEFAULT: compares a result with its expectation.
same() {
  local expected=$golden/$name/$1
  if [[ ! -e $expected ]]; then
    expected=$work/default
    printf '%s' "$2" >"$expected"
  fi
  diff -u --label "$name/$1 (expected)" --label "$name/$1" "$expected" "$work/$1"
}

failures=0
for name; do
  if [[ ! -e $golden/$name/cmd ]]; then
    echo "there is no golden test '$name'" >&2
    exit 2
  fi
  rm -rf "$work/run" && cp -R "$golden/$name" "$work/run"
  (cd "$work/run" && sh ./cmd) >"$work/stdout" 2>"$work/stderr" </dev/null
  echo $? >"$work/status"
  if [[ $update ]]; then
    cp "$work/stdout" "$golden/$name/stdout"
    keep stderr ""
    keep status 0
  else
    good=1
    same stdout "" || good=
    same stderr "" || good=
    same status $'0\n' || good=
    [[ $good ]] || failures=$((failures + 1))
  fi
done
((failures == 0))
