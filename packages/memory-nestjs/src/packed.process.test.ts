import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const project = fileURLToPath(new URL('../../..', import.meta.url));
const require = createRequire(import.meta.url);
const names = ['memory', 'memory-nestjs'] as const;
/** What an application brings itself. */
const peers = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
  'reflect-metadata',
  'rxjs',
  '@types/node',
];

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let folder = '';
const packed = new Map<string, Packed>();

/** Builds both packages in a folder of their own, packs them, and installs the packages into an application. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-packed-'));
  const app = join(folder, 'app');
  const needed = [...peers, ...names.flatMap(dependenciesOf)];
  for (const place of [folder, app]) link(place, new Set(needed));
  cpSync(join(project, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
  for (const name of names) {
    const from = join(project, 'packages', name);
    for (const part of ['src', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE']) {
      cpSync(join(from, part), join(folder, 'packages', name, part), { recursive: true });
    }
    mkdirSync(join(folder, 'node_modules/@lexiflow'), { recursive: true });
    symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@lexiflow', name));
  }
  await tsc(['-b', 'packages/memory-nestjs'], folder);
  for (const name of names) {
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--offline'], {
      cwd: join(folder, 'packages', name),
      maxBuffer: 16 * 1024 * 1024,
    });
    const [result] = Object.values(JSON.parse(stdout) as Record<string, Packed>);
    packed.set(name, result!);
    const target = join(app, 'node_modules/@lexiflow', name);
    mkdirSync(target, { recursive: true });
    const archive = join(folder, 'packages', name, result!.filename);
    await run('tar', ['-xzf', archive, '--strip-components=1', '-C', target]);
  }
  writeFileSync(join(app, 'package.json'), '{"type":"module"}');
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a registry would install with a package of this project. */
function dependenciesOf(name: string): string[] {
  const text = readFileSync(join(project, 'packages', name, 'package.json'), 'utf8');
  const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
  return Object.keys(dependencies).filter((each) => !each.startsWith('@lexiflow/'));
}

function link(place: string, packages: Iterable<string>): void {
  for (const name of packages) {
    const target = join(place, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(installed(name), target);
  }
}

/** Where a package of this project is installed, wherever npm has put it. */
function installed(name: string): string {
  const place = require.resolve
    .paths(name)
    ?.map((path) => join(path, name))
    .find(hasManifest);
  if (place === undefined) throw new Error(`${name} is not installed`);
  return place;
}

function hasManifest(place: string): boolean {
  try {
    readFileSync(join(place, 'package.json'));
    return true;
  } catch {
    return false;
  }
}

async function tsc(args: readonly string[], cwd: string): Promise<void> {
  const compiler = join(project, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, ...args], { cwd }).catch(
    (error: { stdout?: string; message: string }) => {
      throw new Error(error.stdout ?? error.message);
    },
  );
}

/** The program that the README begins with. */
function readmeProgram(): string {
  const text = readFileSync(join(folder, 'packages/memory-nestjs/README.md'), 'utf8');
  return /```ts\n([\s\S]*?)```/.exec(text)![1]!;
}

/** Status, and the length of the text or the code of a refusal. */
async function summary(answer: Response): Promise<string> {
  const text = await answer.text();
  const detail = answer.ok ? text.length : (JSON.parse(text) as { code: string }).code;
  return `${answer.status} ${detail}`;
}

/** Runs a program of the application until the work with the address it prints is done. */
async function serve(file: string, work: (url: string) => Promise<void>): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [file, '0'], {
    cwd: join(folder, 'app'),
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30_000,
  });
  try {
    const [url] = (await once(createInterface(child.stdout!), 'line')) as [string];
    await work(url);
  } finally {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  }
}

describe('the packed packages', () => {
  it.each(names)('%s brings its code, its sources, its texts and nothing else', (name) => {
    const paths = packed.get(name)!.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'dist/index.js',
        'dist/index.d.ts',
        'src/index.ts',
      ]),
    );
    const strange = paths.filter(
      (path) =>
        !/^(LICENSE|README\.md|package\.json|(dist|src)\/[\w./-]+\.(js|ts|map))$/.test(path),
    );
    expect(strange).toEqual([]);
    expect(
      paths.filter((path) => /\.test\.|memory-script|\.tsbuildinfo|start-app/.test(path)),
    ).toEqual([]);
  });

  it('load in plain JavaScript, without TypeScript and without what is optional', async () => {
    const program = `
      import { createGovernor, BoundedCache } from '@lexiflow/memory';
      import * as nest from '@lexiflow/memory-nestjs';
      using governor = createGovernor().start();
      const cache = new BoundedCache({ name: 'rows', maxEntries: 2, host: governor });
      cache.set('a', 1);
      console.log(cache.get('a'), typeof nest.MemoryModule.forRoot);
      await import('@nestjs/terminus').catch(({ code }) => console.log(code));`;
    const file = join(folder, 'app/plain.mjs');
    writeFileSync(file, program);
    const { stdout } = await run(process.execPath, [file], { cwd: join(folder, 'app') });
    expect(stdout).toBe('1 function\nERR_MODULE_NOT_FOUND\n');
  });

  it('leave nothing of an application that was closed: no timer, no socket, no governor', async () => {
    const program = `
      import { Module } from '@nestjs/common';
      import { NestFactory } from '@nestjs/core';
      import { GOVERNOR, MemoryModule } from '@lexiflow/memory-nestjs';
      const governors = [];
      for (let i = 0; i < 12; i++) {
        class App {}
        Module({ imports: [MemoryModule.forRoot({ leakDetection: true, bodies: {} })] })(App);
        const app = await NestFactory.create(App, { logger: false });
        await app.listen(0, '127.0.0.1');
        await fetch(await app.getUrl()).then((answer) => answer.text());
        governors.push(new WeakRef(app.get(GOVERNOR)));
        await app.close();
      }
      for (let i = 0; i < 10; i++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        gc();
      }
      console.log(governors.filter((governor) => governor.deref() !== undefined).length);`;
    const file = join(folder, 'app/closed.mjs');
    writeFileSync(file, program);
    // It ends by itself, since nothing keeps it: or this times out.
    const { stdout } = await run(process.execPath, ['--expose-gc', file], { timeout: 25_000 });
    expect(Number(stdout)).toBeLessThanOrEqual(1);
  });

  it('need no more than forty lines for an application', () => {
    expect(readmeProgram().trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });

  describe.each(['Express', 'Fastify'])('in the application of the README on %s', (platform) => {
    beforeAll(async () => {
      let program = readmeProgram();
      if (platform === 'Fastify') {
        program = `import { FastifyAdapter } from '@nestjs/platform-fastify';\n${program}`.replace(
          'create(AppModule, {',
          'create(AppModule, new FastifyAdapter(), {',
        );
        expect(program).toContain('new FastifyAdapter(), {');
      }
      writeFileSync(join(folder, 'app', `${platform}.ts`), program);
      const flags = ['--module', 'nodenext', '--target', 'es2024', '--strict', '--skipLibCheck'];
      const decorators = ['--experimentalDecorators', '--emitDecoratorMetadata'];
      await tsc(
        [...flags, ...decorators, '--types', 'node', `${platform}.ts`],
        join(folder, 'app'),
      );
    }, 60_000);

    it('answers, memoises, charges and shows its figures', async () => {
      await serve(`${platform}.js`, async (url) => {
        const get = async (path: string) => (await fetch(url + path)).json() as Promise<unknown>;
        expect(await get('/orders/1')).toEqual(await get('/orders/1'));
        const report = await fetch(`${url}/orders/1/report`);
        // Reports are the first to be refused on a machine that is busy.
        expect(['200 1000', '503 MEM_PRESSURE']).toContain(await summary(report));
        expect(await get('/memory/caches')).toMatchObject({
          items: [{ name: 'Orders.find', entries: 1, hits: 1, misses: 1 }],
        });
        expect(await get('/memory/health')).toMatchObject({
          thresholds: { warningRatio: 0.75, criticalRatio: 0.85 },
        });
      });
    });
  });
});
