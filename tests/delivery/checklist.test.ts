import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandProblems } from './named-commands.ts';

const page = (name: string): string =>
  readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const checklist = page('PRODUCTION_DEPLOYMENT_CHECKLIST.md');

describe('the deployment checklist', () => {
  const boxes = [...checklist.matchAll(/^- \[ \] (.*(?:\n {2}.*)*)/gm)].map(
    ([, text]) => text ?? '',
  );

  it('has a command in every box, and all of it exists', () => {
    expect(boxes.length).toBeGreaterThan(25);
    for (const box of boxes) {
      const [, command = ''] = /^`([^`]+)`/.exec(box) ?? [];
      expect(command, `no command: ${box}`).not.toBe('');
      expect(commandProblems(command), command).toEqual([]);
    }
  });

  it('would notice what is not there', () => {
    for (const command of [
      'npm run no-such-script',
      'npm run --silent lexiflow no-such-command',
      'npm run -w frontend no-such-script',
      'make no-such-target',
      'docker compose -f no-such-file.yml up',
      'no-such-program',
    ])
      expect(commandProblems(command), command).toHaveLength(1);
  });
});

describe.each([
  'deploy',
  'rollback',
  'upgrade',
  'backup',
  'security',
  'load-test',
  'console-performance',
])('docs/operations/%s.md', (name) => {
  const blocks = [...page(`docs/operations/${name}.md`).matchAll(/^```sh\n(.*?)^```/gms)];
  const lines = blocks
    .flatMap(([, text = '']) => text.split('\n'))
    .flatMap((line) => line.replace(/\s#.*$/, '').split(/\s(?:&&|\|)\s/))
    .map((line) => line.trim())
    .filter((line) => /^(?:[A-Z_]+=\S+ )*(npm|make|docker|k6|node|curl|openssl|gpg) /.test(line));

  it('names only commands that exist', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.flatMap((line) => commandProblems(line).map((why) => `${line}: ${why}`))).toEqual(
      [],
    );
  });
});
