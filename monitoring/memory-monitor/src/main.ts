#!/usr/bin/env node
import { ConfigProblems, readConfig } from './config/read-config.ts';
import { monitorServer } from './http/monitor-server.ts';
import { Monitor, type WriteLog } from './monitor.ts';

/** Exit status of a wrong configuration, as sysexits.h has it. */
const EX_CONFIG = 78;

const log: WriteLog = (level, message, facts) => {
  const line = { level, time: new Date().toISOString(), ...facts, msg: message };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

try {
  run();
} catch (error) {
  if (!(error instanceof ConfigProblems)) throw error;
  for (const problem of error.problems) process.stderr.write(`memory monitor: ${problem}\n`);
  process.exitCode = EX_CONFIG;
}

function run(): void {
  const monitor = new Monitor(readConfig(), log);
  const server = monitorServer(monitor);
  const { host, port, targets } = monitor.config;
  server.once('error', (error) => {
    process.stderr.write(`memory monitor: ${error.message}\n`);
    process.exit(1);
  });
  server.listen(port, host, () => {
    monitor.start();
    log('info', 'memory monitor listens', { address: server.address(), targets: targets.length });
  });
  const stop = (): void => {
    monitor[Symbol.dispose]();
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
