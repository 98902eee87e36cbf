import { expect, it } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

it.each([
  ['GET', {}, true],
  ['POST', { 'sec-fetch-site': 'same-origin' }, true],
  ['POST', { 'sec-fetch-site': 'same-site' }, false],
  ['POST', { 'sec-fetch-site': 'cross-site', origin: 'http://a:3000', host: 'a:3000' }, false],
  ['DELETE', { origin: 'http://a:3000', host: 'a:3000' }, true],
  ['PATCH', { origin: 'http://b', host: 'a:3000' }, false],
  ['PUT', { origin: 'null', host: 'a:3000' }, false],
  ['POST', { host: 'a:3000' }, false],
])('%s with %j: %s', (method, headers, isAllowed) => {
  expect(isSameOrigin(method, headers)).toBe(isAllowed);
});
