import { describe, expect, it } from 'vitest';
import { checkManifests } from './check-manifests.ts';
import { checkMetrics } from './check-metrics.ts';
import { checkShape } from './check-shape.ts';
import { errorPage, errorProblems, errorRows } from './error-page.ts';
import { limitProblems, limitRows } from './limit-page.ts';
import { metricRows } from './metric-page.ts';
import { withRoomTable } from './room-table.ts';

const source = (path: string, text: string) => [{ path, text }];

describe('error tables', () => {
  const table = (rows: string) => source('backend/src/x/x.errors.ts', rows);

  it('are read with nested braces, quotes and line breaks', () => {
    const rows = errorRows(
      table(`defineError('X_GONE', {
        status: 404, level: 'info',
        message: "There's no {x}",
        hint: 'Ask for ' + 'another | one.',
      })`),
    );
    expect(rows).toMatchObject([
      { code: 'X_GONE', status: 404, message: "There's no {x}", hint: 'Ask for another | one.' },
    ]);
    expect(errorPage(rows)).toContain("| 404 | info | There's no {x} | Ask for another \\| one. |");
  });

  it('refuse a code twice, except for the status that the server gives to a library error', () => {
    const row = "defineError('X_GONE', { message: 'm', hint: 'h' });";
    expect(errorProblems(errorRows(table(row + row)))).toHaveLength(1);
    const withStatus = "defineError('X_GONE', { status: 404, message: 'm', hint: 'h' });";
    expect(errorProblems(errorRows(table(row + withStatus)))).toEqual([]);
  });

  it.each([
    ['a code without an area', "defineError('GONE', { message: 'm', hint: 'h' })"],
    ['no hint', "defineError('X_GONE', { status: 404, message: 'm' })"],
    ['no message', "defineError('X_GONE', { message: '', hint: 'h' })"],
  ])('refuse %s', (_title, row) => {
    expect(errorProblems(errorRows(table(row)))).toHaveLength(1);
  });

  it('name the place of a row that is not made of literals', () => {
    expect(() => errorRows(table("defineError('X_GONE', { status: NOT_FOUND })"))).toThrow(
      'backend/src/x/x.errors.ts: X_GONE',
    );
  });
});

describe('limits', () => {
  it('of this project all have a unit and a reason', async () => {
    const { sourceFiles } = await import('./source-files.ts');
    const rows = await limitRows(sourceFiles());
    expect(rows.length).toBeGreaterThan(20);
    expect(limitProblems(rows)).toEqual([]);
  });
});

describe('metrics', () => {
  const metrics = (text: string) => source('backend/src/platform/metrics/x.ts', text);

  it('are read from calls and from objects', () => {
    const text = `gauge('lexiflow_x_bytes', 'Bytes of x', read),
      { type: 'histogram', name: 'lexiflow_y_seconds', help: "Time of y" }
      const other = 'lexiflow_not_a_definition';`;
    expect(metricRows(metrics(text))).toMatchObject([
      { name: 'lexiflow_x_bytes', type: 'gauge', help: 'Bytes of x' },
      { name: 'lexiflow_y_seconds', type: 'histogram', help: 'Time of y' },
    ]);
  });

  it.each([
    ['a counter without _total', "counter('lexiflow_x', 'Help')"],
    ['other units', "gauge('lexiflow_x_ms', 'Help')"],
    ['a name twice', "gauge('lexiflow_x', 'Help'); gauge('lexiflow_x', 'Help')"],
  ])('refuse %s', (_title, text) => {
    expect(checkMetrics(metrics(text))).toHaveLength(1);
  });
});

describe('shape', () => {
  it('refuses long files, drawers and names in other cases', () => {
    expect(checkShape(source('backend/src/x/x.ts', 'x\n'.repeat(301)))[0]).toContain('301 lines');
    expect(checkShape(source('backend/src/utils/x.ts', ''))).toHaveLength(1);
    expect(checkShape(source('backend/src/x/fooBar.ts', ''))).toHaveLength(1);
    expect(checkShape(source('backend/src/x/foo-bar.test.ts', ''))).toEqual([]);
  });
});

describe('manifests', () => {
  const read = (files: Record<string, object>) => (path: string) =>
    path in files ? JSON.stringify(files[path]) : null;
  const sound = {
    'package.json': { license: 'Apache-2.0', workspaces: [], dependencies: { a: '1.2.3' } },
    'package-lock.json': { packages: { 'node_modules/a': { integrity: 'sha512-x' } } },
    'tests/lighthouse/package.json': { license: 'Apache-2.0', dependencies: { b: '4.5.6' } },
    'tests/lighthouse/package-lock.json': { packages: {} },
  };

  it('accept exact versions and a lock without hosts', () => {
    expect(checkManifests(read(sound))).toEqual([]);
  });

  it.each([
    ['an open version', { 'package.json': { license: 'MIT', dependencies: { a: '^1.2.3' } } }],
    ['no licence', { 'package.json': {} }],
    [
      'a host in the lock',
      {
        'package-lock.json': {
          packages: { 'node_modules/a': { integrity: 'x', resolved: 'https://example.org/a.tgz' } },
        },
      },
    ],
    [
      'no integrity in the lock of a program installed aside',
      { 'tests/lighthouse/package-lock.json': { packages: { 'node_modules/b': {} } } },
    ],
    ['no integrity', { 'package-lock.json': { packages: { 'node_modules/a': {} } } }],
  ])('refuse %s', (_title, change) => {
    expect(checkManifests(read({ ...sound, ...change }))).toHaveLength(1);
  });
});

it('puts the room table between its markers and leaves the rest', () => {
  const page = 'before\n<!-- rooms:begin -->old<!-- rooms:end -->\nafter';
  const made = withRoomTable(page);
  expect(made).toMatch(
    /^before\n<!-- rooms:begin -->\n\n\| room [\s\S]+<!-- rooms:end -->\nafter$/,
  );
  expect(made).not.toContain('old');
  expect(withRoomTable(made)).toBe(made);
});
