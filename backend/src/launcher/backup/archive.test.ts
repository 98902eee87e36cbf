import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readArchive } from './archive-reader.ts';
import { writeArchive, type OutgoingEntry } from './archive-writer.ts';
import { collect } from './collect.ts';
import { dumpEntries } from './dump-entries.ts';
import { NewFile } from './new-file.ts';
import { StagedFiles } from './staged-files.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lexiflow-archive-'));
  path = join(folder, 'a.backup');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = (name: string, text: string): OutgoingEntry => ({
  name,
  bytes: Buffer.byteLength(text),
  isFolder: name.endsWith('/'),
  content: text === '' ? [] : [Buffer.from(text)],
});

async function* each(...entries: OutgoingEntry[]): AsyncGenerator<OutgoingEntry> {
  yield* entries;
}

async function write(entries: AsyncIterable<OutgoingEntry>): Promise<void> {
  await using file = await NewFile.create(path);
  const archive = writeArchive(entries, { files: 0, bytes: 0 });
  await pipeline(archive, createGzip(), (pieces) => file.write(pieces));
  await file.publish();
}

async function read(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, content } of readArchive(path))
    found[name] = (await collect(content)).toString();
  return found;
}

it('gives back names of any length, empty files and folders', async () => {
  const name = `data/files/${'ü'.repeat(120)}.pdf`;
  await write(each(entry('data/files/', ''), entry(name, 'a'.repeat(1_000)), entry('data/b', '')));
  expect(await read()).toEqual({ 'data/files/': '', [name]: 'a'.repeat(1_000), 'data/b': '' });
});

it('skips what its reader leaves of a content', async () => {
  await write(each(entry('data/a', 'a'.repeat(5_000)), entry('data/b', 'b')));
  const names: string[] = [];
  for await (const { name } of readArchive(path)) names.push(name);
  expect(names).toEqual(['data/a', 'data/b']);
});

it('is refused after a change of any byte of its content, and cut anywhere', async () => {
  await write(each(entry('data/a', 'a'.repeat(600)), entry('data/b', 'b')));
  const handle = await open(path);
  const whole = await handle.readFile();
  await handle.close();
  const plain = gunzipSync(whole);
  for (let at = 0; at < 2_560; at += 131) {
    const changed = Buffer.from(plain);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await writeFile(path, gzipSync(changed));
    await expect(read(), `byte ${at}`).rejects.toThrow('is damaged');
  }
  for (let at = 0; at < whole.length; at += 7) {
    await writeFile(path, whole.subarray(0, at));
    await expect(read(), `cut at ${at}`).rejects.toThrow('is damaged');
  }
});

it('breaks off when a file is shorter or longer than it was, and leaves nothing', async () => {
  for (const bytes of [2, 4]) {
    const lying = { ...entry('data/a', 'abc'), bytes };
    await expect(write(each(lying))).rejects.toThrow('changed while it was read');
    await expect(open(path)).rejects.toThrow('ENOENT');
  }
});

it('cuts a dump into pieces that together are the dump', async () => {
  const chunk = Buffer.alloc(3 * 1024 * 1024, 'x');
  async function* dump(): AsyncGenerator<Buffer> {
    for (let n = 0; n < 7; n++) yield chunk;
  }
  const sizes: number[] = [];
  for await (const { bytes } of dumpEntries(dump())) sizes.push(bytes);
  expect(sizes.map((bytes) => bytes / chunk.length)).toEqual([3, 3, 1]);
});

it('refuses to write a name that leads out of the data folder or is not a place of data', async () => {
  const staged = await StagedFiles.begin(folder);
  for (const name of [
    'data/../../etc/passwd',
    'data/..',
    'data/./../x',
    '/etc/passwd',
    'other/file',
    'data/local-token',
    'data/database/x',
    'database/../../x',
    'data/a\\b',
  ]) {
    const wrong = { name, bytes: 0, isFolder: false, isLongName: false, content: each() as never };
    await expect(staged.add(wrong), name).rejects.toThrow("not LexiFlow's");
  }
});
