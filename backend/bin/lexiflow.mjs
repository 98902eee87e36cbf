#!/usr/bin/env node
// The `lexiflow` command. Plain JavaScript, so that a missing build or an old Node is one clear line and
// not a stack trace. An old Node would start, and then fail in requests.
import { existsSync } from 'node:fs';

const OLDEST_MAJOR = 22;

const launcher = new URL('../dist/launcher/main.js', import.meta.url);
if (Number.parseInt(process.versions.node, 10) < OLDEST_MAJOR) {
  process.stderr.write(
    `lexiflow: Node ${process.versions.node} is too old: start through the npm scripts, which use the Node installed with the project\n`,
  );
  process.exitCode = 1;
} else if (existsSync(launcher)) {
  await import(launcher.href);
} else {
  process.stderr.write(
    'lexiflow: the build is missing: run `npm run build` in the project folder\n',
  );
  process.exitCode = 1;
}
