#!/bin/sh
# stock.sh SPEC ...: runs specs under the distribution's lua5.4 rather than under casus.
set -eu
home=$(dirname "$CASUS_PROGRAM")
LUA_PATH="$home/share/lua/5.4/?.lua;$home/share/lua/5.4/?/init.lua;;"
LUA_CPATH="$home/lib/lua/5.4/?.so;;"
export LUA_PATH LUA_CPATH
exec lua5.4 "$CASUS_ROOT/tests/lua/run.lua" "$@"
