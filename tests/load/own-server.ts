import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFirstAdministrator } from '../support/first-administrator.ts';
import { startServer } from '../support/server.ts';
import { turnOf, warmUpSeconds, type TurnPair } from './turns.ts';
import { runWrk } from './wrk.ts';

/** How much of the library is switched: admission and accounts, or the leak detective besides. */
export const ownVariants = ['lexiflow-governor', 'lexiflow-everything'] as const;

/** Name of one of `ownVariants`. */
export type OwnVariant = (typeof ownVariants)[number];

/** Fewer than the overload gate always works on: of more it may refuse some in a slow moment. */
const connections = 20;
const admin = { email: 'bench@example.com', name: 'Bench', password: 'a passphrase for the bench' };

/**
 * Starts the server of this project on the embedded database, has a signed-in user ask who he is, and has it
 * change between with and without the library (`switch-library.ts`). Needs a built server.
 */
export async function switchOwnServer(name: OwnVariant, seconds: number): Promise<TurnPair[]> {
  const isWatched = name === 'lexiflow-everything';
  using made = new DisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-turns-'));
  made.defer(() => rmSync(folder, { recursive: true }));
  const pairs = join(folder, 'pairs.json');
  const preload = new URL('switch-library.ts', import.meta.url).href;
  await using server = await startServer({
    environment: {
      NODE_ENV: 'production',
      MEMORY_BUDGET_MB: '2048',
      LEAK_DETECTION_ENABLED: String(isWatched),
      NODE_OPTIONS: `--import=${preload}`,
      TURN_PAIRS: pairs,
    },
  });
  const answer = await makeFirstAdministrator(server, admin);
  const { token } = (await answer.json()) as { token: string };
  await runWrk(`${server.url}/api/auth/me`, {
    connections,
    seconds: warmUpSeconds + seconds * turnOf(isWatched).times,
    authorization: `Bearer ${token}`,
  });
  await server.stop();
  return JSON.parse(readFileSync(pairs, 'utf8')) as TurnPair[];
}
