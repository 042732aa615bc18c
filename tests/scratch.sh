#!/bin/sh
# scratch.sh COMMAND ...: runs a test with CASUS_TMP set to an empty folder, which is removed afterwards, and without
# what the user's environment may say to casus, Lua and the shell.
set -u
unset CASUS_HOME CASUS_HISTORY LUA_INIT LUA_INIT_5_4 LUA_PATH LUA_PATH_5_4 LUA_CPATH LUA_CPATH_5_4 COLUMNS CDPATH BASH_ENV
CASUS_TMP=$(mktemp -d "${TMPDIR:-/tmp}/casus test.XXXXXX") || exit 1 # with a space: paths have to stand that
export CASUS_TMP
trap 'rm -rf "$CASUS_TMP"' EXIT
trap 'exit 130' INT TERM
"$@"
