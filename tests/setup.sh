# shellcheck shell=bash
# setup.sh: what ./demo and ./check have in common; they source it. It brings the packages and builds.

BUILD_PACKAGES=(cmake make gcc libc6-dev pkgconf liblua5.4-dev libsqlite3-dev libjansson-dev zlib1g-dev libxxhash-dev
  libgumbo-dev libedit-dev lua-filesystem)
TEST_PACKAGES=(libcmocka-dev lua5.4 lua-check clang-format)
FUZZ_PACKAGES=(clang libclang-rt-14-dev)

say() { printf '%s\n' "$*" >&2; }
stop() {
  say "$@"
  exit 1
}

# Prints those of the packages that are not installed.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p') || true
  printf '%s\n' "$@" | grep -vxF "$installed" || true
}

may_install() { ((EUID == 0)) || { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || sudo -v; }; }; }

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" >>build/setup.log 2>&1; }

# Installs what is missing of the packages. The lists of a bare system are empty, and those of an old one name what is
# gone: they are fetched where the first try fails.
need() {
  local missing
  mkdir -p build
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is not a Debian system. What is needed has these names in Debian 12: $*"
    say "If it is all here, the build works; if not, it says what it does not find."
    return
  fi
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  if ! may_install; then
    stop "Missing packages: ${missing[*]}
Installing them takes root, and sudo does not give it. As root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "Installing ${missing[*]} ..."
  : >build/setup.log
  apt install --no-install-recommends "${missing[@]}" && return
  apt update || true
  apt install --no-install-recommends "${missing[@]}" && return
  tail -n 5 build/setup.log >&2
  mapfile -t missing < <(missing_packages "$@")
  stop "Missing packages: ${missing[*]}
They could not be fetched (is there a network?). The whole story is in build/setup.log."
}

cores() { nproc 2>/dev/null || echo 2; }

# build PRESET [TARGET ...]: configures and builds; says something only if it takes long or goes wrong.
build() {
  local preset=$1 log=build/$1.log
  shift
  say "Building ($preset) ..."
  if ! { cmake --preset "$preset" && cmake --build --preset "$preset" -j "$(cores)" ${1+--target "$@"}; } >"$log" 2>&1; then
    grep -E ': (fatal )?error:|undefined reference|CMake Error|not found' -A 4 "$log" | head -n 40 >&2 || true
    stop "The build failed. The whole story is in $log."
  fi
}
