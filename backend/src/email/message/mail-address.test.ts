import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailbox, parseAddress, parseMailbox } from './mail-address.ts';

describe('a mail address', () => {
  it.each([
    ['a@firm.example', { name: '', address: 'a@firm.example' }],
    ['LexiFlow <Mail@Firm.example>', { name: 'LexiFlow', address: 'mail@firm.example' }],
    ['"Doe, Jane" <jane@firm.example>', { name: 'Doe, Jane', address: 'jane@firm.example' }],
  ])('reads %s', (text, expected) => {
    expect(parseMailbox(text)).toEqual(expected);
  });

  it.each([
    '',
    'nobody',
    'a@b@c',
    'x <y>',
    'a@firm.example\r\nBcc: b@firm.example',
    'a b@firm.example',
  ])('refuses %j', (text) => {
    expect(parseMailbox(text)).toBeNull();
  });

  it('never holds a control character, whatever it is made of', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(anyText, anyText, (name, address) => {
        expect(mailbox(name, 'a@firm.example').name).not.toMatch(/\p{Cc}/u);
        const parsed = parseAddress(address);
        if (parsed !== null) expect(parsed).toMatch(/^[\x21-\x7e]+@[\x21-\x7e]+$/);
      }),
      { numRuns: 500 },
    );
  });
});
