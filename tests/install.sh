#!/bin/bash
# install.sh BUILD: installs a build into a scratch folder and uses it there as a stranger would.
set -eu
build=$1
prefix=$CASUS_TMP/prefix
cmake --install "$build" --prefix "$prefix" >"$CASUS_TMP/log"

say() { echo "install: $*" >&2; exit 1; }
expect() { [[ $2 == "$3" ]] || say "$1: expected '$3', got '$2'"; }

version=$(sed -n 's/^#define CASUS_VERSION "\(.*\)"/\1/p' "$prefix/include/casus.h")
cd / # nothing may depend on where the user stands

expect "the program's home" "$("$prefix/bin/casus" -e 'print(require "casus.core".home)')" "$prefix"
expect "the program's library" "$("$prefix/bin/casus" -l casus -e 'print(type(casus.open))')" function

if command -v lua5.4 >/dev/null; then
  export LUA_PATH="$prefix/share/lua/5.4/?.lua;$prefix/share/lua/5.4/?/init.lua;;"
  export LUA_CPATH="$prefix/lib/lua/5.4/?.so;;"
  expect "the module's home" "$(lua5.4 -e 'print(require "casus.core".home)')" "$prefix"
  expect "the module's version" "$(lua5.4 -e 'print(require "casus.core".version)')" "$version"
  tokens=$(lua5.4 -e 'print(#require "casus".parse "Japan met NATO officials.")')
  expect "a text parsed by the module" "$tokens" 5
fi

# The C library: through pkg-config, shared and static. A path with a space, as TMPDIR may have, is beyond what pkg-config
# can say in a shell.
plain=$(TMPDIR=/tmp mktemp -d)
trap 'rm -rf "$plain"' EXIT
cp -a "$prefix" "$plain/prefix"
pc=$(find "$plain/prefix" -name casus.pc -printf '%h')
cat >"$plain/main.c" <<'CODE'
#include <casus.h>
#include <stdio.h>
int main(void) { return puts(casus_version()) < 0; }
CODE
export PKG_CONFIG_PATH=$pc
expect "pkg-config's version" "$(pkg-config --modversion casus)" "$version"
# shellcheck disable=SC2046
cc "$plain/main.c" -o "$plain/main" $(pkg-config --cflags --libs casus)
expect "the shared library" "$(LD_LIBRARY_PATH=$(pkg-config --variable=libdir casus) "$plain/main")" "$version"
strange=$(nm -D --defined-only "$prefix"/lib*/libcasus.so "$prefix"/lib/*/libcasus.so 2>/dev/null |
  awk '$2 ~ /[A-Z]/ && $3 !~ /^casus_|^CASUS_/ {print $3}')
expect "symbols that the library should not export" "$strange" ""
strange=$(nm -D --defined-only "$prefix/lib/lua/5.4/casus/core.so" | awk '$3 != "luaopen_casus_core" {print $3}')
expect "symbols that the module should not export" "$strange" ""
