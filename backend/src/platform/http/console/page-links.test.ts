import { describe, expect, it } from 'vitest';
import { PageLinks } from './page-links.ts';

const me = '/api/auth/me';
const links = new PageLinks([
  { path: '/sign-in', isEntry: true, scripts: ['/in.js'], data: [me, '/api/setup'] },
  { path: '/reset', isEntry: true, scripts: ['/reset.js'], data: [me] },
  { path: '/cases', isEntry: false, scripts: ['/big.js', '/cases.js'], data: [me, '/api/cases'] },
  { path: '/cases/:id', isEntry: false, scripts: ['/case.js'], data: [me] },
]);
const named = (url: string, hasSession = true) =>
  [...(links.at(url, hasSession) ?? '').matchAll(/<([^>]+)>/g)].map(([, address]) => address);

describe('the links of a page', () => {
  it('name its largest script, its first answers, then the other scripts', () => {
    expect(named('/cases')).toEqual(['/big.js', me, '/api/cases', '/cases.js']);
    expect(named('/cases/0197')).toEqual(['/case.js', me]);
  });

  it('leave the answers of its own out where a query changes them', () => {
    expect(named('/cases?q=smith')).toEqual(['/big.js', me, '/cases.js']);
  });

  it('are those of the sign-in without a session, except on pages that need none', () => {
    expect(named('/cases', false)).toEqual(['/in.js', me, '/api/setup']);
    expect(named('/', false)).toEqual(['/in.js', me, '/api/setup']);
    expect(named('/reset', false)).toEqual(['/reset.js', me]);
  });

  it('are none at other addresses, and none without a list from the build', () => {
    expect([links.at('/', true), links.at('/cases/1/2', true)]).toEqual([undefined, undefined]);
    expect(new PageLinks([]).at('/cases', false)).toBeUndefined();
  });
});
