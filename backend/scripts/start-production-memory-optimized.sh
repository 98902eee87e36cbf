#!/bin/sh
# Starts the server in production within its memory plan. Pending migrations run first, in the server itself.
#
#   scripts/start-production-memory-optimized.sh [production]
#
# The argument of the guides is accepted; production is the only environment this script starts.
# NODE_OPTIONS is set aside: with a flag in it that Node refuses there (--optimize-for-size),
# not even the launcher would start. The launcher sorts the flags and says what it leaves out and why.
set -eu

case "${1:-production}" in
  production) ;;
  *)
    echo "start-production-memory-optimized.sh: unknown environment $1; only production is known" >&2
    exit 64
    ;;
esac

backend=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
node="$backend/../node_modules/node/bin/node"
[ -x "$node" ] || node=node

if [ -n "${NODE_OPTIONS:-}" ]; then
  LEXIFLOW_NODE_OPTIONS=$NODE_OPTIONS
  export LEXIFLOW_NODE_OPTIONS
  unset NODE_OPTIONS
fi

exec "$node" "$backend/bin/lexiflow.mjs" start --production
