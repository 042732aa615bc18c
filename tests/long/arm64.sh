#!/bin/bash
# The same bytes on every machine: a text is parsed by a program for arm64, and by one for x86-64 on this processor, on
# one that has AVX2 at most and on one that has neither, all but the first under an emulator. Needs packages, which it
# installs as root; where it cannot, it is left out.
set -eu
root=$CASUS_ROOT
model=$root/data/models/english.model
# shellcheck source=tests/setup.sh
. "$root/tests/setup.sh"
cd "$CASUS_TMP"

leave_out() {
  echo "left out: $*"
  exit 77
}

[[ $(uname -m) == x86_64 ]] || leave_out "this machine is no x86-64"
[[ -e $model ]] || leave_out "there is no $model"
mapfile -t missing < <(missing_packages gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user gcc libxxhash-dev)
if ((${#missing[@]})); then
  ((EUID == 0)) || leave_out "packages are missing and this is not root: ${missing[*]}"
  DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "${missing[@]}" >packages.log 2>&1 ||
    leave_out "packages cannot be fetched: ${missing[*]}"
fi

# build COMPILER PROGRAM: the library without what reads files line by line and HTML, which need libraries of their own.
# Options are those of CMakeLists.txt. Of xxHash, which this machine has, the header is the whole.
mkdir include
cp /usr/include/xxhash.h include
build() {
  local compiler=$1 program=$2 source options objects=()
  mkdir "$program.o"
  for source in "$root"/core/base/*.c "$root"/core/text/*.c "$root"/core/parse/*.c "$root/tests/long/arm64.c"; do
    options=()
    case $source in
    */base/lines.c | */text/html*) continue ;;
    */parse/inference.c | */parse/units.c | */parse/tagger.c | */parse/tree.c) options=(-fno-trapping-math -ffinite-math-only -fno-signed-zeros) ;;
    esac
    objects+=("$program.o/$(basename "$(dirname "$source")")-$(basename "$source" .c).o")
    "$compiler" -std=c11 -O3 -DNDEBUG -D_GNU_SOURCE -DXXH_INLINE_ALL= -ffp-contract=off -ffunction-sections -Wno-psabi \
      -Iinclude -I"$root/core" "${options[@]}" -c "$source" -o "${objects[-1]}"
  done
  # what only training calls is not linked, nor what that calls
  "$compiler" -static -Wl,--gc-sections "${objects[@]}" -o "$program" -lm -pthread
}
build gcc here
build aarch64-linux-gnu-gcc there

# Articles, and what is none: capitals, tables, other scripts, a sentence that is read in pieces.
{
  cat "$root"/data/articles/*.txt
  tr '[:lower:]' '[:upper:]' <"$root/data/articles/2013-04-15-rasmussen-tokyo.txt"
  printf '\n\nPort\tShips\nOslo\t12\n\nCaf\303\251 \344\270\255\346\226\207 \320\234\320\270\321\200 x[3] == 4; (((\n\n'
  for ((i = 0; i < 900; i++)); do printf 'so it went on '; done
} >text

# check NAME WAYS COMMAND ...: WAYS to multiply there are on such a processor.
check() {
  local name=$1 ways=$2 beam
  shift 2
  [[ $("$@") == "$ways" ]] || { echo "$name has not $ways ways to multiply" >&2; exit 1; }
  for beam in 1 8; do
    "$@" "$root/data" "$model" text "$beam" >found
    cmp "expected.$beam" found || { echo "another result: $name, beam $beam" >&2; exit 1; }
  done
  echo "the same bytes: $name"
}

for beam in 1 8; do
  ./here "$root/data" "$model" text "$beam" >"expected.$beam"
  # and what the program itself finds
  "$CASUS_PROGRAM" parse --beam "$beam" text | grep -v '^#' >found
  grep -v '^#' "expected.$beam" | cmp - found
done
cmp -s expected.1 expected.8 && { echo "a beam changes nothing: no test of anything" >&2; exit 1; }
check "x86-64 with AVX2" 2 qemu-x86_64 -cpu Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid ./here
check "x86-64 with neither" 1 qemu-x86_64 -cpu Nehalem ./here
check arm64 1 qemu-aarch64 ./there
grep -q '^# name' expected.1 || { echo "no names: no test of the tagger" >&2; exit 1; }
echo "$(grep -vc '^#' expected.1) lines of CoNLL-U"
