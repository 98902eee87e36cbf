import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { HeapSnapshots } from '@lexiflow/memory';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import { snapshotCommand } from './snapshot-command.ts';

const heap =
  '{"snapshot":{"meta":{"node_fields":["type","name"],"node_types":[["string"],"string"],' +
  '"edge_fields":["type","name_or_index"],"edge_types":[["property"],"string_or_number"]}},' +
  '"nodes":[0,0],"edges":[],"strings":["Hornblower"]}';

/** A snapshot that ends too early, of which a reader has taken most before that shows. */
function* cutOff(): Generator<Buffer> {
  yield Buffer.from(heap.slice(0, -']}'.length));
  for (let piece = 0; piece < 40; piece++) yield Buffer.from(`,"${'x'.repeat(20)}"`.repeat(500));
}

describe('lexiflow snapshot', () => {
  let server: TestServer;
  let token: string;
  let folder: string;
  let taken = 0;

  beforeAll(async () => {
    server = await startTestServer();
    token = (await server.signInAs('admin')).token ?? '';
    const snapshots = new HeapSnapshots({
      host: server.platform.governor,
      take: () => Readable.from(taken++ < 2 ? [Buffer.from(heap)] : cutOff()),
      heapUsedBytes: () => 1_000_000,
    });
    server.app.nest.get(HeapSnapshots).open = (request) => snapshots.open(request);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lexiflow-snapshot-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = async (...args: string[]): Promise<string[]> => {
    const lines: string[] = [];
    await snapshotCommand.run({
      args: ['--url', server.url, '--token', token, ...args],
      env: { NODE_ENV: 'test', DATA_DIR: folder, INIT_CWD: folder },
      print: (line) => void lines.push(line),
    });
    return lines;
  };
  const written = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

  it('writes texts as their lengths, and whole when told to', async () => {
    const [said] = await run('a.heapsnapshot');
    expect(said).toMatch(/a\.heapsnapshot, 0\.0 MB; texts are replaced by their lengths$/);
    expect(await written('a.heapsnapshot')).toBe(
      heap.replace('Hornblower', String.raw`\u00abtext of 10 #0\u00bb`),
    );
    expect(await run('--unredacted', 'b.heapsnapshot')).toEqual([
      expect.stringMatching(/it holds client data$/),
    ]);
    expect(await written('b.heapsnapshot')).toBe(heap);
  });

  it('leaves no file of a snapshot that broke off', async () => {
    await expect(run('c.heapsnapshot')).rejects.toThrow('the snapshot broke off');
    expect(await readdir(folder)).toEqual([]);
  });

  it('asks for none that has no place to stay', async () => {
    const before = taken;
    await writeFile(join(folder, 'a.heapsnapshot'), 'kept');
    await expect(run('a.heapsnapshot')).rejects.toThrow('a.heapsnapshot exists');
    expect(await written('a.heapsnapshot')).toBe('kept');
    await rm(join(folder, 'a.heapsnapshot'));
    for (const name of ['1', '2', '3', '4', '5'])
      await writeFile(join(folder, `${name}.heapsnapshot`), '');
    await expect(run()).rejects.toThrow(`${folder} has 5, at most 5 are kept.`);
    await expect(run('a.json')).rejects.toThrow('ends in .heapsnapshot');
    await expect(run('none/a.heapsnapshot')).rejects.toThrow('cannot write');
    expect(taken).toBe(before);
  });
});
