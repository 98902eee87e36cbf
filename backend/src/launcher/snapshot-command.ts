import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { MemoryError, requireSnapshotRoom } from '@lexiflow/memory';
import { loadConfig } from '../platform/config/load-config.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { importTarget, noServer } from './import-target.ts';
import { Refusal } from './refusal.ts';
import { typedPath } from './standing-folder.ts';

const usage = 'snapshot [--unredacted] [--url URL] [--token TOKEN] [FILE]';

/**
 * `lexiflow snapshot`: writes a heap snapshot of the running server to a file that only this user can read.
 * The server refuses when it has no headroom for it. Texts are replaced by their lengths; with
 * `--unredacted` they stay, client data among them. A folder keeps five; none is deleted for another.
 */
export const snapshotCommand: Command = {
  usage,
  summary: 'writes a heap snapshot of the running server',
  async run({ args, env, print }) {
    const options = {
      url: { type: 'string' },
      token: { type: 'string' },
      unredacted: { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = readArguments(args, options, usage);
    const target = importTarget(values, loadConfig(env, false).server);
    const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const name = positionals[0] ?? `lexiflow-${stamp}.heapsnapshot`;
    const file = typedPath(env, name);
    await requireRoom(file);
    const url = new URL('/api/monitoring/heap-snapshot', target.url);
    if (values.unredacted) url.searchParams.set('redact', 'false');
    const bytes = await download(url, target.token, file);
    const content = values.unredacted
      ? 'it holds client data'
      : 'texts are replaced by their lengths';
    print(`wrote ${file}, ${(bytes / 1024 / 1024).toFixed(1)} MB; ${content}`);
    return 0;
  },
};

/** Before the server stops for a snapshot that has no place to stay. */
async function requireRoom(file: string): Promise<void> {
  try {
    await requireSnapshotRoom(file);
  } catch (error) {
    if (error instanceof MemoryError) throw new Refusal(`${error.message} ${error.hint}`);
    throw new Refusal(`cannot write ${file}: ${(error as Error).message}`);
  }
}

/** Streams the answer to a new file; a refusal or a broken stream leaves no file behind. */
async function download(url: URL, token: string, file: string): Promise<number> {
  // Before the server is asked: it would stop for a snapshot that cannot be written.
  await using output = await newFile(file);
  try {
    const body = await answerOf(url, token);
    const stream = output.createWriteStream();
    await pipeline(Readable.fromWeb(body), stream);
    return stream.bytesWritten;
  } catch (error) {
    rmSync(file, { force: true });
    if (error instanceof Refusal) throw error;
    throw new Refusal(`the snapshot broke off: ${(error as Error).message}`);
  }
}

async function newFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Refusal(code === 'EEXIST' ? `${file} exists` : `cannot write ${file}: ${message}`);
  }
}

async function answerOf(url: URL, token: string): Promise<ReadableStream> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { method: 'POST', headers }).catch(() => {
    throw noServer(url);
  });
  if (answer.ok && answer.body !== null) return answer.body as ReadableStream;
  const { detail, title } = (await answer.json().catch(() => ({}))) as Record<string, string>;
  throw new Refusal(`the server answers ${answer.status}: ${detail ?? title ?? 'no reason given'}`);
}
