/**
 * Loaded before the server when a development command started it (`parent-watch.js?parent=PID`): when that
 * command disappears without passing a signal, the server drains as on SIGTERM instead of keeping its port.
 */
const INTERVAL_MS = 1000;

const parent = Number(new URL(import.meta.url).searchParams.get('parent'));

const timer = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(timer);
  process.kill(process.pid, 'SIGTERM');
}, INTERVAL_MS);
timer.unref();
