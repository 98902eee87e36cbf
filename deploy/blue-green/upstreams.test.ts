import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderUpstreams, routeName } from './upstreams.ts';

const address = (colour: string) => `api-${colour}:3000`;

it('names one colour alone when it has settled', () => {
  const text = renderUpstreams({ colour: 'green', backup: null }, address);
  expect(text).toContain('default green;');
  expect(text).not.toContain('api-blue');
});

it('lets reads fall back to the old colour during a trial, and changes never', () => {
  const text = renderUpstreams({ colour: 'green', backup: 'blue' }, address);
  const [reads = '', changes = ''] = text.split('upstream api_once');
  expect(reads).toContain('server api-green:3000 max_fails=3 fail_timeout=5s;');
  expect(reads).toContain('server api-blue:3000 backup;');
  expect(changes).toContain('server api-green:3000;');
  expect(changes).not.toContain('api-blue');
});

it('has another name for a trial, so that a reload can be confirmed', () => {
  expect(routeName({ colour: 'green', backup: 'blue' })).toBe('green-on-trial');
  expect(routeName({ colour: 'green', backup: null })).toBe('green');
});

it('writes the file that nginx starts with before the first deployment', () => {
  const file = new URL('../nginx/active/upstreams.conf', import.meta.url);
  expect(renderUpstreams({ colour: 'blue', backup: null }, address)).toBe(
    readFileSync(file, 'utf8'),
  );
});
