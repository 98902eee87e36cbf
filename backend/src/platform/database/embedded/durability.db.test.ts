import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbedded } from './open-embedded.ts';

const child = fileURLToPath(new URL('../testing/durability-child.ts', import.meta.url));
const rounds = Number(process.env['LEXIFLOW_KILL_ROUNDS'] ?? 3);

/** Starts a writer, kills it after some acknowledged rows, answers the last one. */
async function writeUntilKilled(folder: string, first: number, count: number): Promise<number> {
  const writer = spawn(process.execPath, [child, folder, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(writer, 'exit');
  let last = first - 1;
  for await (const line of createInterface({ input: writer.stdout })) {
    if (line === 'ready') continue;
    last = Number(line);
    if (last === first + count) writer.kill('SIGKILL');
  }
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return last;
}

describe('an embedded database whose process is killed', () => {
  let parent: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'lexiflow-kill-'));
  });

  afterEach(async () => {
    await rm(parent, { recursive: true, force: true });
  });

  it(
    'has every row whose commit was answered, and opens again at once',
    async () => {
      const folder = join(parent, 'database');
      let next = 0;
      for (let round = 0; round < rounds; round += 1) {
        const last = await writeUntilKilled(folder, next, 40 + round * 97);
        const { connection, close } = await openEmbedded(folder);
        const pool = new pg.Pool(connection);
        const { rows } = await pool.query<{ n: number; intact: boolean }>(
          'SELECT n, length(filler) = 500 AS intact FROM acknowledged ORDER BY n',
        );
        await pool.end();
        await close();
        const numbers = rows.map(({ n }) => n);
        expect(numbers.slice(0, last + 1)).toEqual(Array.from({ length: last + 1 }, (_, n) => n));
        expect(rows.every(({ intact }) => intact)).toBe(true);
        // At most the one transaction that was under way may stand beyond the last answer.
        expect(numbers.length - (last + 1)).toBeLessThanOrEqual(1);
        next = numbers.length;
      }
    },
    60_000 + rounds * 20_000,
  );
});
