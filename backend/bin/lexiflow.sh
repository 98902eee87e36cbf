#!/bin/sh
# The `lexiflow` command with the Node of this project, and with NODE_OPTIONS set aside: with a flag in it
# that Node refuses there (--optimize-for-size), not even the launcher would start. The launcher sorts the
# flags and says what it leaves out and why. The shell becomes Node, so in a container Node is PID 1.
set -eu

backend=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
node="$backend/../node_modules/node/bin/node"
[ -x "$node" ] || node=node

if [ -n "${NODE_OPTIONS:-}" ]; then
  LEXIFLOW_NODE_OPTIONS=$NODE_OPTIONS
  export LEXIFLOW_NODE_OPTIONS
  unset NODE_OPTIONS
fi

exec "$node" "$backend/bin/lexiflow.mjs" "$@"
