#!/bin/sh
# Starts the server in production within its memory plan. Pending migrations run first, in the server itself.
#
#   scripts/start-production-memory-optimized.sh [production]
#
# The argument of the guides is accepted; production is the only environment this script starts.
set -eu

case "${1:-production}" in
  production) ;;
  *)
    echo "start-production-memory-optimized.sh: unknown environment $1; only production is known" >&2
    exit 64
    ;;
esac

exec "$(CDPATH='' cd -- "$(dirname -- "$0")/../bin" && pwd)/lexiflow.sh" start --production
