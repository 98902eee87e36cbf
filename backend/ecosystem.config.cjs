// PM2: two servers behind one port, each within its share of this machine's memory.
//
//   pm2 start backend/ecosystem.config.cjs      needs DATABASE_URL; PM2 itself must run on Node 22 or newer
//   pm2 reload backend/ecosystem.config.cjs     one after the other: the new one listens before the old one drains
//
// In cluster mode PM2 starts the server itself, not the launcher: the memory plan is made here, by the
// launcher's own command, and passed as flags. PM2 looks every 30 s: its memory limit is the last net, the
// governor acts long before. The server writes its log to the standard output of PM2 itself: PM2_HOME/pm2.log.
// Tried by tests/deploy/pm2/try-pm2.ts, explained in docs/design/023-containers.md.
'use strict';

const { execFileSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { totalmem } = require('node:os');
const path = require('node:path');

const INSTANCES = 2;
/** Of the machine or its container; the rest is for the system and for PM2 itself. */
const SHARE = 0.8;
const MIB = 1024 * 1024;

const ownNode = path.join(__dirname, '../node_modules/node/bin/node');
const node = existsSync(ownNode) ? ownNode : process.execPath;

/** The memory plan of a start with these variables; throws with the launcher's own words. */
function planWith(variables) {
  const { NODE_OPTIONS, ...env } = process.env;
  if (NODE_OPTIONS) env.LEXIFLOW_NODE_OPTIONS = NODE_OPTIONS;
  const command = [path.join(__dirname, 'bin/lexiflow.mjs'), 'plan', '--production', '--json'];
  const text = execFileSync(node, command, {
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(text);
}

/** What one instance gets: what a single server would take, at most its part of this machine. */
function planOfOne() {
  const alone = planWith({});
  const database = alone.lines.find(({ label }) => label === 'embedded database');
  if (database !== undefined && database.bytes > 0) {
    throw new Error('PM2 starts two servers: set DATABASE_URL, the embedded database serves one');
  }
  const machine = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  const part = Math.floor((machine * SHARE) / INSTANCES / MIB);
  const budgetMb = Math.min(Math.floor(alone.budgetBytes / MIB), part);
  return { ...planWith({ MEMORY_BUDGET_MB: String(budgetMb) }), budgetMb };
}

const plan = planOfOne();

module.exports = {
  apps: [
    {
      name: 'lexiflow-backend',
      script: path.join(__dirname, 'dist/main.js'),
      cwd: path.join(__dirname, '..'),
      exec_mode: 'cluster',
      instances: INSTANCES,
      node_args: plan.flags,
      env: {
        NODE_ENV: 'production',
        NODE_OPTIONS: '',
        MEMORY_BUDGET_MB: String(plan.budgetMb),
        // PM2 starts a fresh process when memory pressure does not give way.
        MEMORY_DRAIN: process.env.MEMORY_DRAIN || 'exit',
        METRICS_PORT: process.env.METRICS_PORT || '9090',
        ...plan.env,
      },
      // Each instance has a metrics page of its own: 9090, 9091.
      increment_var: 'METRICS_PORT',
      max_memory_restart: `${plan.budgetMb}M`,
      autorestart: true,
      max_restarts: 10,
      min_uptime: '10s',
      exp_backoff_restart_delay: 200,
      // A reload counts the new one as there when it listens: after its migrations.
      listen_timeout: 60_000,
      // Drain 8 s, close 1.5 s, then some room.
      kill_timeout: 12_000,
      merge_logs: true,
      watch: false,
      // PM2's own instruments and source maps live in the memory of the server.
      pmx: false,
      disable_source_map_support: true,
    },
  ],
};
