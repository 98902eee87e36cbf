import { describe, expect, it } from 'vitest';
import { cookieValue, credentialOf } from './credential.ts';

describe('credentialOf', () => {
  it.each([
    [{ authorization: 'Bearer abc' }, { token: 'abc', isCookie: false }],
    [{ authorization: 'bearer  abc ' }, { token: 'abc', isCookie: false }],
    [{ cookie: 'a=b; lexiflow_session=xyz' }, { token: 'xyz', isCookie: true }],
    [{ cookie: 'lexiflow_session="xyz"' }, { token: 'xyz', isCookie: true }],
  ])('reads %j', (headers, credential) => {
    expect(credentialOf(headers)).toEqual(credential);
  });

  it.each([
    {},
    { authorization: 'Basic abc' },
    { authorization: 'Bearer ' },
    { authorization: `Bearer ${'x'.repeat(5000)}` },
    { cookie: 'other=1' },
    { cookie: 'lexiflow_session=' },
  ])('answers null for %j', (headers) => {
    expect(credentialOf(headers)).toBeNull();
  });

  it('lets no cookie stand in for a header that is wrong', () => {
    const headers = { authorization: 'Basic abc', cookie: 'lexiflow_session=xyz' };
    expect(credentialOf(headers)).toBeNull();
  });
});

it('takes no cookie whose name only ends alike', () => {
  expect(cookieValue('x_lexiflow_session=1', 'lexiflow_session')).toBeNull();
});
