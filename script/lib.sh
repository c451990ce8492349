# Shared by script/server and script/test: steps, packages of the system, Python. Read by `source`, never run.
# Kept to what bash 3.2 knows, the bash of macOS. The caller has set ROOT (the project's folder) and LOG (a file).
# shellcheck shell=bash

UPDATED=no

say() { printf '%s\n' "$*"; }

# Ends the script with one sentence on what is wrong and what to do.
fail() {
  printf '\n%s: %s\n' "$NAME" "$*" >&2
  exit 1
}

# step LABEL COMMAND...: runs it in a subshell with its output in the log, and prints one line with the seconds.
step() {
  local label=$1 began=$SECONDS status lines
  shift
  lines=$(wc -l <"$LOG")
  printf '%s ... ' "$label"
  set +e
  (set -e && "$@") >>"$LOG" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" = 0 ]; then
    say "$((SECONDS - began)) s"
    return 0
  fi
  say "failed after $((SECONDS - began)) s"
  tail -n "+$((lines + 1))" "$LOG" | tail -n 30 >&2
  return "$status"
}

# begin_log FILE: an empty log for this run, in a folder of its own.
begin_log() {
  mkdir -p "$ROOT/.data/log" || fail "$ROOT/.data cannot be written; the project's folder must belong to you."
  LOG=$ROOT/.data/log/$1
  : >"$LOG"
}

has() { command -v "$1" >/dev/null 2>&1; }

# The kind of system: debian, ubuntu, macos or other.
find_system() {
  SYSTEM=other
  if [ "$(uname -s)" = Darwin ]; then
    SYSTEM=macos
  elif [ -r /etc/os-release ]; then
    # shellcheck disable=SC1091
    case " $(. /etc/os-release && echo "$ID ${ID_LIKE:-}") " in
      *" ubuntu "*) SYSTEM=ubuntu ;; # written, not tested
      *" debian "*) SYSTEM=debian ;;
    esac
  fi
}

as_root() {
  if [ "$EUID" = 0 ]; then "$@"; else sudo "$@"; fi
}

# how_to_get PACKAGE...: the command a person types to install them.
how_to_get() {
  local prefix="sudo "
  [ "$EUID" != 0 ] || prefix=""
  case $SYSTEM in
    debian | ubuntu) echo "${prefix}apt-get install $*" ;;
    macos) echo "brew install $*" ;;
    *) echo "the package manager of this system ($*)" ;;
  esac
}

# may_install SENTENCE: ends with it if this user cannot install packages here; reads the list of packages once a run.
may_install() {
  has apt-get || fail "$1"
  if [ "$EUID" != 0 ]; then
    has sudo || fail "$1 (this user has no sudo)"
    sudo -v || fail "$1 (sudo refused)"
  fi
  [ "$UPDATED" = no ] || return 0
  step "Reading the list of packages" as_root apt-get update -q || say "Going on with the old list."
  UPDATED=yes
}

# install WHAT PACKAGE...: asks the system's package manager; ends with a sentence naming the packages if it cannot.
install() {
  local what=$1
  shift
  local missing="$what is missing (package: $*). Get it with: $(how_to_get "$@")"
  case $SYSTEM in
    debian | ubuntu)
      may_install "$missing"
      step "Installing $*" apt_install "$@" || fail "$missing (what apt-get said stands above)"
      ;;
    macos) # written, not tested
      has brew || fail "$missing (Homebrew itself is missing too: https://brew.sh)"
      step "Installing $*" brew install "$@" || fail "$missing"
      ;;
    *) fail "$missing" ;;
  esac
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@"
}

# The newest package of the list whose name fits the pattern, by version number.
newest_package() { apt-cache search --names-only "$1" | cut -d' ' -f1 | sort -V | tail -n 1; }

# --- Python ---------------------------------------------------------------------------------------------------------

python_fits() {
  has "$1" && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
  for PYTHON in python3.13 python3.12 python3.11 python3; do
    if python_fits "$PYTHON"; then return 0; fi
  done
  return 1
}

# ready_python LOCK: .venv holds what the lock file says; nothing is done while the file is the one last installed.
# requirements-dev.lock holds everything of requirements.lock, in the same versions, so it serves for both.
ready_python() {
  local lock=$1
  if lock_is_installed "$lock"; then return 0; fi
  if ! find_python; then
    case $SYSTEM in
      macos) install "Python 3.11 or newer" python@3.13 ;;
      *) install "Python 3.11 or newer with venv" python3 python3-venv ;;
    esac
    find_python || fail "This system's Python is older than 3.11. Install Python 3.11 or newer and start again."
  fi
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    step "Making the virtual environment ($("$PYTHON" --version))" "$PYTHON" -m venv --clear .venv ||
      fail "The virtual environment could not be made. Get what it needs with: $(how_to_get python3-venv)"
  fi
  step "Installing Python packages ($lock)" .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-input --only-binary :all: --require-hashes --requirement "$lock" ||
    fail "The Python packages of $lock could not be installed; is the package index reachable?"
  mark_lock "$lock"
}

# What has to be the same for an installation to stand: the lock file and the Python it was installed for.
lock_stamp() { printf '%s %s' "$(cksum <"$1")" "$(.venv/bin/python --version 2>/dev/null)"; }

lock_is_installed() { [ -x .venv/bin/python ] && [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$(lock_stamp "$1")" ]; }

mark_lock() {
  rm -f .venv/installed-*
  lock_stamp "$1" >".venv/installed-$1"
  [ "$1" = requirements.lock ] || lock_stamp requirements.lock >.venv/installed-requirements.lock
}

# GeoDjango needs the libraries GDAL and GEOS. PostGIS brings them, but the database may be on another machine.
ready_gdal() {
  local libraries
  case $SYSTEM in
    macos) # written, not tested; Homebrew puts them where Python does not look
      libraries=$(brew --prefix)/lib
      [ -f "$libraries/libgdal.dylib" ] || install "The library GDAL" gdal
      export GDAL_LIBRARY_PATH="$libraries/libgdal.dylib" GEOS_LIBRARY_PATH="$libraries/libgeos_c.dylib"
      ;;
    *)
      .venv/bin/python -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("gdal"))' ||
        install "The library GDAL" gdal-bin
      ;;
  esac
}

# --- Network --------------------------------------------------------------------------------------------------------

# port_is_open HOST PORT: something listens there.
port_is_open() { (: <>"/dev/tcp/$1/$2") 2>/dev/null; }

# http_status HOST PORT PATH: the number a web server answers with, nothing if there is none.
http_status() {
  (
    exec 3<>"/dev/tcp/$1/$2" || exit 0
    printf 'GET %s HTTP/1.0\r\nHost: localhost:%s\r\n\r\n' "$3" "$2" >&3
    IFS=' ' read -r -t 20 _ status _ <&3 && printf '%s' "$status"
  ) 2>/dev/null || true
}

# A key for signing, made once. Only this user can read it.
ready_secret_key() {
  [ -z "${SECRET_KEY:-}${SECRET_KEY_FILE:-}" ] || return 0
  if [ ! -s .data/secret-key ]; then
    (umask 077 && LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom 2>/dev/null | head -c 64 >.data/secret-key) || true
  fi
  SECRET_KEY=$(cat .data/secret-key)
  export SECRET_KEY
}
