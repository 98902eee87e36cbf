import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import { importCommand } from './import-command.ts';

const docket = (number: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  court_id: 'nysd',
  docket_number: number,
  case_name: 'Alder Works v. Birch Supply',
  docket_entries: [{ document_number: '1', date_filed: '2024-01-02', description: 'COMPLAINT' }],
  ...over,
});

describe('lexiflow import', () => {
  let server: TestServer;
  let folder: string;
  let token: string;

  beforeAll(async () => {
    server = await startTestServer();
    token = (await server.signInAs('partner')).token ?? '';
    folder = await mkdtemp(join(tmpdir(), 'lexiflow-import-'));
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const run = async (...args: string[]): Promise<{ status: number; lines: string[] }> => {
    const lines: string[] = [];
    const env = { NODE_ENV: 'test', DATA_DIR: folder, INIT_CWD: folder };
    const print = (line: string): void => void lines.push(line);
    try {
      return { status: await importCommand.run({ args, env, print }), lines };
    } catch (error) {
      const { exitCode = -1, message } = error as { exitCode?: number; message: string };
      return { status: exitCode, lines: [message] };
    }
  };
  const here = (): string[] => ['--url', server.url, '--token', token];

  it('imports files of both kinds and sums them up', async () => {
    await writeFile(join(folder, 'one.json'), JSON.stringify(docket('1:24-cv-00001')));
    const lines = [docket('1:24-cv-00002'), docket('1:24-cv-00001')].map((one) =>
      JSON.stringify(one),
    );
    await writeFile(join(folder, 'two.ndjson'), lines.join('\n'));
    const first = await run(...here(), 'one.json', 'two.ndjson');
    expect(first.status).toBe(0);
    expect(first.lines.slice(0, 2)).toEqual([
      'one.json: created 1 cases, 1 entries',
      'two.ndjson: created 1 cases, 1 entries; unchanged 1 cases, 1 entries',
    ]);
    const again = await run(...here(), folder);
    expect(again.lines).toContain('created            0         0         0');
  });

  it('names what was rejected and ends with 1', async () => {
    await writeFile(
      join(folder, 'bad.json'),
      JSON.stringify([docket('1'), docket('2', { court_id: 5 })]),
    );
    await writeFile(join(folder, 'cut.json'), '{"court_id": "ny');
    const { status, lines } = await run(...here(), 'bad.json', 'cut.json');
    expect(status).toBe(1);
    expect(lines.join('\n')).toMatch(/bad\.json, record 1, line 1, byte \d+: court_id: /);
    expect(lines.join('\n')).toMatch(/cut\.json: .*\(DOCKET_NOT_RECORDS\)/);
  });

  it('says in one line that the server is not there and ends with 2', async () => {
    const { status, lines } = await run('--url', 'http://127.0.0.1:9', '--token', 'x', 'one.json');
    expect(status).toBe(2);
    expect(lines).toEqual(['no server answers at http://127.0.0.1:9: start it with npm start']);
    expect((await run('one.json')).status).toBe(2);
  });

  it('refuses files that are not there or of another kind before it sends anything', async () => {
    await writeFile(join(folder, 'packed.json.gz'), '');
    expect(await run(...here(), 'one.json', 'none.json')).toEqual({
      status: 64,
      lines: ['there is no file none.json'],
    });
    expect((await run(...here(), 'packed.json.gz')).lines[0]).toContain('unpack it first');
    expect((await run(...here())).status).toBe(64);
  });

  it('ends at a token that is refused', async () => {
    const { status, lines } = await run('--url', server.url, '--token', 'wrong', 'one.json');
    expect([status, lines.length]).toEqual([1, 1]);
    expect(lines[0]).toContain('HTTP_NOT_SIGNED_IN');
  });
});
