# Sourced by ./run and ./test: finds what they need, installs it where that is possible, says exactly what is missing where it is not.
# shellcheck shell=bash

missing=()

die() { printf '%s\n' "$*" >&2; exit 1; }

can_install() { [ "$(id -u)" = 0 ] && [ -r /etc/debian_version ] && command -v apt-get >/dev/null; }

# need COMMAND PACKAGES... : the command is on PATH, or Debian's packages bring it, or it is listed as missing.
need() {
  local command=$1; shift
  command -v "$command" >/dev/null && return 0
  if can_install; then
    printf 'installing %s ...\n' "$*"
    [ -n "${apt_updated:-}" ] || { apt-get update -qq </dev/null && apt_updated=1; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null 2>&1 || true
    hash -r
    command -v "$command" >/dev/null && return 0
  fi
  missing+=("$command: apt-get install $*")
}

need_dotnet() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' && return 0
  missing+=("the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0")
}

need_nothing_more() {
  [ ${#missing[@]} = 0 ] && return 0
  printf 'Missing, and not installed from here (only root on Debian can be helped):\n' >&2
  printf '  %s\n' "${missing[@]}" >&2
  exit 1
}

# The real Aspire is used where its SDK package can be had; eng/Aspire.props looks for it in the package cache.
# A feed that does not carry it is asked again after a day.
fetch_aspire() {
  local tried=artifacts/aspire-not-on-feed
  [ -n "$(find "$tried" -mmin -1440 2>/dev/null)" ] && return 0
  mkdir -p artifacts
  if dotnet restore eng/AspireProbe/AspireProbe.csproj --disable-build-servers >/dev/null 2>&1; then rm -f "$tried"; else touch "$tried"; fi
}
