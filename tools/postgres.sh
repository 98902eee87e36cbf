#!/usr/bin/env bash
# A temporary PostgreSQL 17 with pgvector on the loopback address, for tests.
#
#   tools/postgres.sh start DIR   makes a cluster in DIR, starts it, prints its URL
#   tools/postgres.sh stop DIR    stops it and removes DIR
#   tools/postgres.sh client DIR  writes pg_dump and pg_restore of that version into DIR
#   tools/postgres.sh prepare     only fetches the system the server runs in
#
# The server comes from Debian 13 by debootstrap and is kept in
# LEXIFLOW_POSTGRES_ROOT (default /var/cache/lexiflow-postgres). The mirror is the
# one this machine's apt already uses; LEXIFLOW_DEBIAN_MIRROR names another.
# LEXIFLOW_POSTGRES_CONFIG names a postgresql.conf whose settings the server takes.
# Needs root (chroot), debootstrap, util-linux.
set -euo pipefail

root="${LEXIFLOW_POSTGRES_ROOT:-/var/cache/lexiflow-postgres}"
version=17

fail() {
  printf 'postgres.sh: %s\n' "$1" >&2
  exit 1
}

usage() {
  printf 'usage: %s start DIR | stop DIR | client DIR | prepare\n' "$0" >&2
  exit 64
}

mirror() {
  if [ -n "${LEXIFLOW_DEBIAN_MIRROR:-}" ]; then
    printf '%s\n' "$LEXIFLOW_DEBIAN_MIRROR"
    return
  fi
  local found
  # shellcheck disable=SC2016 # apt expands these, not the shell
  found="$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
    sed -n 's/^Debian //p' | sort -u | head -n 1)"
  [ -n "$found" ] || fail 'apt knows no Debian mirror: run apt-get update, or set LEXIFLOW_DEBIAN_MIRROR'
  printf '%s\n' "$found"
}

prepare() {
  [ "$(id -u)" = 0 ] || fail 'must run as root: the server runs in a chroot'
  command -v debootstrap >/dev/null || fail 'debootstrap is missing: apt-get install debootstrap'
  mkdir -p "$(dirname "$root")"
  exec 9>"$root.lock"
  flock 9
  if [ ! -e "$root/.complete" ]; then
    rm -rf -- "$root"
    local log="$root.log"
    printf 'fetching PostgreSQL %s into %s (log: %s)\n' "$version" "$root" "$log" >&2
    debootstrap --variant=minbase \
      "--include=postgresql-$version,postgresql-$version-pgvector" \
      trixie "$root" "$(mirror)" >"$log" 2>&1 9>&- || fail "debootstrap failed, see $log"
    rm -rf -- "$root"/var/cache/apt/archives/*.deb
    touch "$root/.complete"
  fi
  exec 9>&-
}

# Runs a command as user postgres inside the root, with DIR seen as /mnt. The mounts live in a
# namespace of their own, so they vanish with the last process of the server.
inside() {
  local dir="$1"
  shift
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare --mount --propagation private sh -euc '
    root="$1"; dir="$2"; shift 2
    mount --rbind /dev "$root/dev"
    mount --rbind /proc "$root/proc"
    mount --bind "$dir" "$root/mnt"
    exec chroot --userspec=postgres:postgres "$root" /usr/bin/env -i \
      PATH="/usr/lib/postgresql/'"$version"'/bin:/usr/bin:/bin" LC_ALL=C.UTF-8 HOME=/tmp "$@"
  ' inside "$root" "$dir" "$@"
}

free_port() {
  local port
  for _ in $(seq 1 50); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s\n' "$port"
      return
    fi
  done
  fail 'no free loopback port found'
}

start() {
  local dir="$1" password port
  [ ! -e "$dir/data" ] || fail "$dir already holds a cluster"
  prepare
  mkdir -p "$dir"
  dir="$(cd "$dir" && pwd)"
  chown "$(awk -F: '$1 == "postgres" { print $3 ":" $4 }' "$root/etc/passwd")" "$dir"
  chmod 700 "$dir"
  password="$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
  (umask 077 && printf '%s\n' "$password" >"$dir/password")
  chown --reference="$dir" "$dir/password"
  inside "$dir" initdb -D /mnt/data -U lexiflow --auth=scram-sha-256 --pwfile=/mnt/password \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
    fail "initdb failed: $(tail -n 3 "$dir/initdb.log")"
  rm -f -- "$dir/password"
  local connections='-c max_connections=200'
  if [ -n "${LEXIFLOW_POSTGRES_CONFIG:-}" ]; then
    # The last line of a setting wins, and the options below win over the file.
    cat -- "$LEXIFLOW_POSTGRES_CONFIG" >>"$dir/data/postgresql.conf"
    connections=''
  fi
  for attempt in 1 2 3; do
    port="$(free_port)"
    # A log file is named, else the server keeps the caller's pipe open and the caller hangs.
    if inside "$dir" pg_ctl start -w -D /mnt/data -l /mnt/server.log -o "-c listen_addresses=127.0.0.1 \
      -c port=$port -c unix_socket_directories= -c fsync=off $connections" \
      >"$dir/start.log" 2>&1 </dev/null; then
      break
    fi
    [ "$attempt" -lt 3 ] || fail "the server did not start: $(tail -n 5 "$dir/server.log")"
  done
  (umask 077 && printf 'postgres://lexiflow:%s@127.0.0.1:%s/postgres\n' "$password" "$port" >"$dir/url")
  cat "$dir/url"
}

stop() {
  local dir="$1" pid
  [ -d "$dir/data" ] || fail "$dir holds no cluster"
  if [ -s "$dir/data/postmaster.pid" ]; then
    pid="$(head -n 1 "$dir/data/postmaster.pid")"
    kill -INT "$pid" 2>/dev/null || true
    for _ in $(seq 1 100); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    ! kill -0 "$pid" 2>/dev/null || fail "server $pid is still running"
  fi
  rm -rf -- "$dir"
}

# They read and write standard input and output only: inside the root there are no other files.
client() {
  local dir="$1" name
  prepare
  mkdir -p "$dir"
  for name in pg_dump pg_restore; do
    printf '#!/bin/sh\nexec chroot %s /usr/lib/postgresql/%s/bin/%s "$@"\n' "$root" "$version" "$name" \
      >"$dir/$name"
    chmod 755 "$dir/$name"
  done
}

case "${1:-}" in
  prepare) prepare ;;
  start) [ $# = 2 ] || usage; start "$2" ;;
  client) [ $# = 2 ] || usage; client "$2" ;;
  stop) [ $# = 2 ] || usage; stop "$2" ;;
  *) usage ;;
esac
