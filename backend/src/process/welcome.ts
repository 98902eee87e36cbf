import { FirstRun } from '../auth/setup/first-run.ts';
import type { App } from '../create-app.ts';
import type { Config } from '../platform/config/config.ts';

/**
 * Tells the person at the terminal where the console is and, until there is an administrator, the
 * one-time link that makes the first. On standard error: standard output is the log.
 */
export async function welcome({ nest }: App, { server }: Config, port: number): Promise<void> {
  const address = server.publicUrl ?? `http://localhost:${port}`;
  process.stderr.write(`lexiflow: ready at ${address}\n`);
  const link = await nest.get(FirstRun).firstRunLink(port);
  if (link !== null) {
    process.stderr.write(
      `lexiflow: make the first administrator (link valid once, 24 hours): ${link}\n`,
    );
  }
}
