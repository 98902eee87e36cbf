import type { LookupAddress, LookupOptions } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { AddressRules } from './address-rules.ts';
import { guardedLookup } from './guarded-lookup.ts';
import { OutboundGuard } from './outbound-guard.ts';

const v4 = (address: string): LookupAddress => ({ address, family: 4 });
const v6 = (address: string): LookupAddress => ({ address, family: 6 });

function look(found: LookupAddress[], options: LookupOptions = {}): Promise<unknown> {
  const lookup = guardedLookup(new AddressRules(), (_host, done) => done(null, found));
  return new Promise((resolve, reject) => {
    lookup('name.example', options, (error, address, family) =>
      error === null ? resolve(options.all === true ? address : [address, family]) : reject(error),
    );
  });
}

describe('guardedLookup', () => {
  it('answers public addresses, of the family that is asked for', async () => {
    const found = [v6('2606:4700::1111'), v4('1.1.1.1')];
    expect(await look(found)).toEqual(['2606:4700::1111', 6]);
    expect(await look(found, { family: 4 })).toEqual(['1.1.1.1', 4]);
    expect(await look(found, { all: true })).toEqual(found);
  });

  it('refuses a name as a whole when one of its addresses is private', async () => {
    const mixed = look([v4('1.1.1.1'), v4('10.0.0.7')], { all: true });
    await expect(mixed).rejects.toMatchObject({ code: 'OUTBOUND_HOST_REFUSED' });
    await expect(mixed).rejects.not.toThrow('10.0.0.7');
  });

  it('says so when there is no address', async () => {
    await expect(look([])).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(look([v4('1.1.1.1')], { family: 6 })).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('OutboundGuard', () => {
  const guard = (allowedHosts: string[] = [], allowedAddresses: string[] = []) =>
    new OutboundGuard({ allowedAddresses, allowedHosts }, (_host, done) =>
      done(null, [v4('1.1.1.1')]),
    );

  it.each([
    ['http://a.example/', 'OUTBOUND_URL_INVALID'],
    ['file:///etc/passwd', 'OUTBOUND_URL_INVALID'],
    ['//a.example', 'OUTBOUND_URL_INVALID'],
    ['https://user:word@a.example/', 'OUTBOUND_URL_INVALID'],
    [`https://a.example/${'x'.repeat(3000)}`, 'OUTBOUND_URL_INVALID'],
    ['https://127.1/', 'OUTBOUND_HOST_REFUSED'],
    ['https://0x7f000001/', 'OUTBOUND_HOST_REFUSED'],
    ['https://2130706433/', 'OUTBOUND_HOST_REFUSED'],
    ['https://[::ffff:10.0.0.1]/', 'OUTBOUND_HOST_REFUSED'],
    ['https://[::1]:8080/', 'OUTBOUND_HOST_REFUSED'],
  ])('refuses %s', (url, code) => {
    expect(() => guard().checkUrl(url)).toThrow(expect.objectContaining({ code }));
  });

  it('connects to listed hosts only where a list is given', async () => {
    const listed = guard(['mail.example', '.firm.example']);
    expect(await listed.resolve('MAIL.example')).toMatchObject({ address: '1.1.1.1' });
    expect(await listed.resolve('a.firm.example')).toMatchObject({ host: 'a.firm.example' });
    expect(() => listed.checkUrl('https://other.example')).toThrow('OUTBOUND_ALLOWED_HOSTS');
    expect(() => listed.checkUrl('https://firm.example')).toThrow('OUTBOUND_ALLOWED_HOSTS');
    expect(() => listed.checkUrl('https://1.1.1.1')).toThrow('OUTBOUND_ALLOWED_HOSTS');
  });

  it('answers an address that is written out without asking for it', async () => {
    expect(await guard([], ['10.0.0.1']).resolve('10.0.0.1')).toEqual({
      address: '10.0.0.1',
      family: 4,
      host: '10.0.0.1',
    });
    expect(await guard([], ['loopback']).resolve('[::1]')).toMatchObject({ family: 6 });
  });
});
