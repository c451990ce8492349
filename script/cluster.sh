# A PostgreSQL server with PostGIS that belongs to this folder alone. Read by `source` after lib.sh, never run.
# It listens on 127.0.0.1 only, on a port of its own, and trusts who reaches it there.
# shellcheck shell=bash

CLUSTER_STARTED=no

# ready_postgres [DATA]: sets PG_BIN to programs that have PostGIS (of DATA's version if it exists), installing them if not.
ready_postgres() {
  if find_postgres "${1:-}"; then return 0; fi
  local version=""
  [ ! -f "${1:-}/PG_VERSION" ] || version=$(cat "$1/PG_VERSION")
  case $SYSTEM in
    debian | ubuntu) install_debian_postgres "$version" ;;
    macos) install "PostgreSQL with PostGIS" postgis ;;
    *) fail "PostgreSQL with PostGIS is missing. Install both with the package manager of this system, or set DATABASE_URL." ;;
  esac
  find_postgres "${1:-}" || fail "PostgreSQL${version:+ $version} with PostGIS is still missing after the installation.
Install it by hand, or set DATABASE_URL to a server that has PostGIS."
}

# install_debian_postgres VERSION: the newest there is if VERSION is empty. Debian starts a server on port 5432 when the
# package is installed; a drop-in keeps it from that, for this one installation.
install_debian_postgres() {
  local pattern="^postgresql-${1:-[0-9]+}-postgis-3$" package=postgresql-postgis
  local drop_in=/etc/postgresql-common/createcluster.d/mit-mapping.conf
  may_install "PostgreSQL with PostGIS is missing (package: $package). Get it with: $(how_to_get "$package")"
  package=$(newest_package "$pattern")
  (
    trap 'as_root rm -f "$drop_in"' EXIT
    trap 'exit 130' INT
    as_root mkdir -p "${drop_in%/*}"
    echo "create_main_cluster = false" | as_root tee "$drop_in" >/dev/null
    install "PostgreSQL with PostGIS" "${package:-postgresql-postgis}"
  ) || exit 1
}

find_postgres() {
  local wanted="" folder
  [ ! -f "$1/PG_VERSION" ] || wanted=$(cat "$1/PG_VERSION")
  while read -r folder; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_config" ] &&
      [ -f "$("$folder/pg_config" --sharedir)/extension/postgis.control" ] &&
      { [ -z "$wanted" ] || "$folder/postgres" --version | grep -q ") $wanted\."; }; then
      PG_BIN=$folder
      return 0
    fi
  done < <(
    ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
      /usr/local/opt/postgresql@*/bin /usr/local/pgsql/bin 2>/dev/null | sort -rV
    pg_config --bindir 2>/dev/null
  )
  return 1
}

# PostgreSQL refuses to run as root: then it runs as the user `postgres`, which its package has made.
as_postgres() {
  if [ "$EUID" = 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

# find_cluster_home NAME: sets PG_HOME to .data/NAME, or to a folder below /var/lib if the user `postgres` cannot get there.
find_cluster_home() {
  PG_HOME=$ROOT/.data/$1
  if [ "$EUID" = 0 ]; then
    has runuser && id postgres >/dev/null 2>&1 ||
      fail "As root this needs the user postgres and the program runuser. Start it as another user, or set DATABASE_URL."
    mkdir -p "$PG_HOME" && chown -R postgres "$PG_HOME"
    if ! as_postgres test -w "$PG_HOME"; then
      rmdir "$PG_HOME"
      PG_HOME=/var/lib/mit-mapping-$(printf '%s' "$ROOT" | cksum | cut -d' ' -f1)/$1
      say "The user postgres cannot enter $ROOT, so the database lies in $PG_HOME."
      mkdir -p "$PG_HOME" && chown -R postgres "$PG_HOME"
    fi
  else
    mkdir -p "$PG_HOME"
    [ -w "$PG_HOME" ] || fail "$PG_HOME belongs to another user (was it made by root?). Start as that user, or remove it."
  fi
}

# A statement that fails would stand in the server's own log with all its values, among them what people wrote.
TELLS_NOBODY="-c log_min_error_statement=panic -c log_error_verbosity=terse"

# The first free port from 15432 on, kept for the next start.
choose_port() {
  local port=15432
  if [ -s "$PG_HOME/port" ] && ! port_is_open 127.0.0.1 "$(cat "$PG_HOME/port")"; then return 0; fi
  while port_is_open 127.0.0.1 "$port"; do port=$((port + 1)); done
  echo "$port" >"$PG_HOME/port"
}

# open_cluster NAME [-c OPTION=VALUE ...]: the running server of .data/NAME, made and started when needed; exports DATABASE_URL.
open_cluster() {
  local name=$1
  shift
  if [ "$EUID" = 0 ] && ! id postgres >/dev/null 2>&1; then ready_postgres; fi
  find_cluster_home "$name"
  ready_postgres "$PG_HOME/data"
  if [ ! -f "$PG_HOME/complete" ]; then
    rm -rf "$PG_HOME/data"
    step "Making a database server in $PG_HOME" make_cluster || fail "The database server could not be made."
  fi
  if ! as_postgres "$PG_BIN/pg_ctl" status --pgdata "$PG_HOME/data" >/dev/null 2>&1; then
    choose_port
    step "Starting the database on port $(cat "$PG_HOME/port")" start_cluster "$@" ||
      fail "The database did not start; its own words stand in $PG_HOME/log."
    CLUSTER_STARTED=yes
  fi
  DATABASE_URL=postgres://mit@127.0.0.1:$(cat "$PG_HOME/port")/mit
  export DATABASE_URL
  if [ ! -f "$PG_HOME/complete" ]; then
    step "Making the database" "$PG_BIN/createdb" --maintenance-db "${DATABASE_URL%/mit}/postgres" mit ||
      fail "The database could not be made."
    : >"$PG_HOME/complete"
  fi
}

make_cluster() {
  local locale=C.UTF-8
  [ "$SYSTEM" != macos ] || locale=en_US.UTF-8
  as_postgres "$PG_BIN/initdb" --pgdata "$PG_HOME/data" --username mit --auth trust --encoding UTF8 --locale "$locale"
}

start_cluster() {
  as_postgres "$PG_BIN/pg_ctl" start --wait --pgdata "$PG_HOME/data" --log "$PG_HOME/log" \
    --options "-p $(cat "$PG_HOME/port") -c listen_addresses=127.0.0.1 -c unix_socket_directories='' $TELLS_NOBODY $*"
}

# Stops the server if this run started it.
close_cluster() {
  [ "$CLUSTER_STARTED" = yes ] || return 0
  CLUSTER_STARTED=no
  as_postgres "$PG_BIN/pg_ctl" stop --wait --mode fast --pgdata "$PG_HOME/data" >>"$LOG" 2>&1 ||
    say "The database did not stop; its own words stand in $PG_HOME/log."
}
