import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const tools = dirname(import.meta.dirname);

/** An npm that writes down each call, takes a moment, and installs the runtime or fails with a text. */
const NPM = `import { appendFileSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
appendFileSync('npm-calls', process.argv[2] + '\\n');
await new Promise((resolve) => setTimeout(resolve, 300));
if (process.env.NPM_SAYS) { console.error(process.env.NPM_SAYS); process.exit(1); }
mkdirSync('node_modules/node/bin', { recursive: true });
if (!existsSync('node_modules/node/bin/node')) symlinkSync(process.execPath, 'node_modules/node/bin/node');
`;

const WITHOUT_EXECVE = 'data:text/javascript,delete process.execve; process.execve = undefined';

let project = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'lexiflow-bootstrap-'));
  cpSync(join(tools, 'bootstrap.mjs'), join(project, 'tools/bootstrap.mjs'));
  cpSync(join(tools, 'bootstrap'), join(project, 'tools/bootstrap'), { recursive: true });
  mkdirSync(join(project, 'packages'));
  writeFileSync(join(project, 'npm-cli.js'), NPM);
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  writeLock('1.0.0');
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

function writeLock(version: string) {
  const lock = { packages: { 'node_modules/a': { version } } };
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify(lock));
}

function writeTool(text: string) {
  writeFileSync(join(project, 'tools/probe.ts'), text);
}

const npmCalls = () => {
  const path = join(project, 'npm-calls');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
};

interface Options {
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function start({ args = ['tool', 'probe'], flags = [], env = {} }: Options = {}) {
  const child = spawn(process.execPath, [...flags, join(project, 'tools/bootstrap.mjs'), ...args], {
    env: { PATH: process.env['PATH'], npm_execpath: join(project, 'npm-cli.js'), ...env },
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
  return { child, output, ended };
}

describe('installation', () => {
  it('happens once, and again when the lock changed', async () => {
    writeTool('console.log("ran")');
    await start().ended;
    expect((await start().ended).out).toBe('ran\n');
    expect(npmCalls()).toEqual(['ci']);
    writeLock('1.0.1');
    await start().ended;
    expect(npmCalls()).toEqual(['ci', 'ci']);
  });

  it('accepts what npm ci itself installed', async () => {
    writeTool('console.log("ran")');
    mkdirSync(join(project, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(project, 'node_modules/node/bin/node'));
    cpSync(join(project, 'package-lock.json'), join(project, 'node_modules/.package-lock.json'));
    expect((await start().ended).out).toBe('ran\n');
    expect(npmCalls()).toEqual([]);
  });

  it('is done by one of two that start at once', async () => {
    writeTool('console.log("ran")');
    const both = await Promise.all([start().ended, start().ended]);
    expect(both.map(({ out, code }) => ({ out, code }))).toEqual([
      { out: 'ran\n', code: 0 },
      { out: 'ran\n', code: 0 },
    ]);
    expect(npmCalls()).toEqual(['ci']);
  });

  it('takes over the lock of a process that has gone', async () => {
    writeTool('console.log("ran")');
    const { child, ended } = start({ args: ['unknown'] });
    await ended;
    mkdirSync(join(project, '.build'));
    const holder = JSON.stringify({ pid: child.pid, host: hostname() });
    writeFileSync(join(project, '.build/lock'), holder);
    expect((await start().ended).out).toBe('ran\n');
    expect(existsSync(join(project, '.build/lock'))).toBe(false);
  });

  it.each([
    ['npm error code ENOTFOUND', 'no network'],
    ['npm error code ENOSPC', 'no space left'],
    ['npm error code EACCES', 'cannot be written'],
    ['npm error code EUSAGE\nnpm error Missing: b@2.0.0 from lock file', 'Missing: b@2.0.0'],
  ])('says in one line what %j means', async (NPM_SAYS, sentence) => {
    const { code, err } = await start({ env: { NPM_SAYS } }).ended;
    const lines = err.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(lines.at(-1)).toMatch(/^lexiflow: npm ci failed: /);
    expect(lines.at(-1)).toContain(sentence);
    expect(lines).toHaveLength(2);
  });
});

describe('the command', () => {
  it.each([[[]], [['--import', WITHOUT_EXECVE]]])(
    'runs on the Node of the project with its arguments and status, flags %j',
    async (flags) => {
      writeTool(
        'console.log(process.argv[1], ...process.argv.slice(2), process.cwd()); process.exitCode = 7',
      );
      const { code, out } = await start({ args: ['tool', 'probe', 'a b'], flags }).ended;
      expect(code).toBe(7);
      expect(out).toContain('a b');
      expect(out).toContain(project);
    },
  );

  it('drains before the bootstrap ends, also when the signal comes twice', async () => {
    writeTool(`let count = 0;
      process.on('SIGTERM', () => { if (count++ === 0) setTimeout(() => { console.log('drained'); process.exit(3) }, 200) });
      setInterval(() => {}, 1000); console.log('ready')`);
    const { child, output, ended } = start({ flags: ['--import', WITHOUT_EXECVE] });
    while (!output.out.includes('ready')) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 3, out: 'ready\ndrained\n' });
  });
});

it('refuses a Node that is too old, in one line', async () => {
  const old =
    "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.20.0'})";
  const { code, err } = await start({ flags: ['--import', old] }).ended;
  expect(code).toBe(1);
  expect(err).toMatch(/^lexiflow: Node 20 or newer is needed to start, .*\n$/);
});

it('names the goals when it does not know one', async () => {
  const { code, err } = await start({ args: ['strat'] }).ended;
  expect(code).toBe(1);
  expect(err).toMatch(/^lexiflow: unknown goal strat; known are start, /);
});
