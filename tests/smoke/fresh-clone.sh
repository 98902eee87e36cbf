#!/usr/bin/env bash
# What a newcomer does: clone, npm start, import dockets, search with a typo, stop, start again.
# Uses an empty HOME and spare ports; leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/../.."
source_folder="$PWD"
data="${LEXIFLOW_DATA:-$source_folder/../shared/data}"

work="$(mktemp -d)"
server=''
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

fail() {
  printf 'smoke: %s\n' "$1" >&2
  [ ! -f "$work/start.log" ] || tail -n 40 "$work/start.log" >&2
  exit 1
}

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# Reads JSON on standard input and prints one expression of it.
pick() { node -e 'let t="";process.stdin.on("data",c=>t+=c).on("end",()=>console.log(eval("j=>"+process.argv[1])(JSON.parse(t))))' "$1"; }

# The environment of a new user: nothing of this project's, an empty home.
as_newcomer() {
  exec env -i PATH="$PATH" HOME="$work/home" LANG=C.UTF-8 PORT="$PORT" METRICS_PORT="$METRICS_PORT" "$@"
}

start_server() {
  # Started in the background, the function's shell becomes npm: $! is npm itself.
  as_newcomer npm start >"$work/start.log" 2>&1 &
  server=$!
  for _ in $(seq 1 "$1"); do
    if curl -fsS "http://127.0.0.1:$PORT/health/ready" >/dev/null 2>&1; then return; fi
    kill -0 "$server" 2>/dev/null || fail 'npm start ended'
    sleep 1
  done
  fail "the server was not ready within $1 s"
}

stop_server() {
  kill -TERM "$server"
  wait "$server" || fail "npm start ended with $? after SIGTERM"
  server=''
}

PORT="$(free_port)"
METRICS_PORT="$(free_port)"
export PORT METRICS_PORT
mkdir "$work/home"
git clone -q "$source_folder" "$work/lexiflow"
cd "$work/lexiflow"

began=$SECONDS
start_server 300
printf 'smoke: first start ready after %s s\n' "$((SECONDS - began))"
grep -q '/setup#token=' "$work/start.log" || fail 'the first-run link was not printed'

token="$(grep -o 'token=[A-Za-z0-9_-]*' "$work/start.log" | head -n 1 | cut -d= -f2)"
base="http://127.0.0.1:$PORT/api"
session="$(curl -fsS "$base/auth/setup" -H 'content-type: application/json' \
  -d "{\"token\":\"$token\",\"email\":\"first@example.com\",\"name\":\"First Admin\",\"password\":\"correct horse battery\"}" |
  pick 'j.token')" || fail 'the first administrator could not be made'
auth="authorization: Bearer $session"

if [ -d "$data/dockets" ]; then
  files=("$data"/dockets/*.json)
  (as_newcomer npm run --silent import -- "${files[@]}") >"$work/import.log" 2>&1 ||
    { cat "$work/import.log"; fail 'the import reported a rejected record'; }
  cases="$(curl -fsS -H "$auth" "$base/cases?count=true&limit=1" | pick 'j.total')"
  [ "$cases" = 19 ] || fail "19 cases were expected, there are $cases"
  again="$(curl -fsS -H "$auth" -H 'content-type: application/json' --data-binary "@$data/dockets/nysd_4.json" "$base/docket/import")"
  [ "$(pick 'JSON.stringify(j.unchanged)' <<<"$again")" = '{"cases":1,"parties":4,"entries":87}' ] ||
    fail "a second import changed something: $again"
  found="$(curl -fsS -H "$auth" "$base/search?q=Hornblowr" | pick 'j.items.length')"
  [ "$found" -gt 0 ] || fail 'a misspelt party was not found'
fi

curl -fsS "$base/health/memory" | pick 'j.status' | grep -qx healthy || fail 'memory is not healthy'
curl -fsS "http://127.0.0.1:$METRICS_PORT/monitoring/metrics" >"$work/metrics.txt"
if command -v promtool >/dev/null; then
  promtool check metrics <"$work/metrics.txt" || fail 'promtool refuses the metrics'
fi
stop_server

began=$SECONDS
start_server 60
printf 'smoke: second start ready after %s s\n' "$((SECONDS - began))"
curl -fsS -H "$auth" "$base/auth/me" | pick 'j.email' | grep -qx first@example.com ||
  fail 'the session did not survive the restart'
stop_server
printf 'smoke: passed\n'
