#!/usr/bin/env node
// The `lexiflow` command. Plain JavaScript, so that a missing build is one clear line and not a stack trace.
import { existsSync } from 'node:fs';

const launcher = new URL('../dist/launcher/main.js', import.meta.url);
if (existsSync(launcher)) {
  await import(launcher.href);
} else {
  process.stderr.write(
    'lexiflow: the build is missing: run `npm run build` in the project folder\n',
  );
  process.exitCode = 1;
}
