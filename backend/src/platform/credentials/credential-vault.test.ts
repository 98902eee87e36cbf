import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CredentialVault } from './credential-vault.ts';

const key = (id: string) => ({ id, base64: randomBytes(32).toString('base64') });
const [old, current] = [key('old'), key('new')];
const credentials = { password: 'correct horse' };

describe('CredentialVault', () => {
  const vault = new CredentialVault([old]);

  it('opens what it sealed, which holds no trace of it and never looks the same', () => {
    const one = vault.seal('a', credentials);
    const two = vault.seal('a', credentials);
    expect(vault.open('a', one.sealed)).toEqual(credentials);
    expect(one.keyId).toBe('old');
    expect(one.sealed).not.toBe(two.sealed);
    expect(one.sealed).not.toContain('horse');
  });

  it('does not open what was sealed for another owner, or what was changed by a bit', () => {
    const { sealed } = vault.seal('a', credentials);
    const wrong = { code: 'CREDENTIAL_UNREADABLE' };
    expect(() => vault.open('b', sealed)).toThrow(expect.objectContaining(wrong));
    const parts = sealed.split('.');
    for (const at of [2, 3]) {
      const bytes = Buffer.from(parts[at] ?? '', 'base64url');
      for (const place of [0, 13, bytes.length - 1]) {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ 1;
        const text = parts.with(at, changed.toString('base64url')).join('.');
        expect(() => vault.open('a', text)).toThrow(expect.objectContaining(wrong));
      }
    }
    for (const text of ['', 'v2.old.x.y', 'v1.old..'])
      expect(() => vault.open('a', text)).toThrow(expect.objectContaining(wrong));
  });

  it('says which key is missing, and that none is there to seal with', () => {
    const { sealed } = vault.seal('a', credentials);
    const none = new CredentialVault([]);
    expect(() => none.open('a', sealed)).toThrow('key id old');
    expect(() => none.seal('a', credentials)).toThrow(
      expect.objectContaining({ code: 'CREDENTIAL_NO_KEY' }),
    );
  });

  it('moves credentials to the new key, after which the old one is not needed', () => {
    const before = vault.seal('a', credentials);
    const both = new CredentialVault([current, old]);
    expect(both.open('a', before.sealed)).toEqual(credentials);
    const after = both.reseal('a', before.sealed);
    expect(after.keyId).toBe('new');
    expect(new CredentialVault([current]).open('a', after.sealed)).toEqual(credentials);
    expect(() => vault.open('a', after.sealed)).toThrow('key id new');
  });

  it('does not take another key under the same id for the right one', () => {
    const { sealed } = vault.seal('a', credentials);
    const impostor = new CredentialVault([key('old')]);
    expect(() => impostor.open('a', sealed)).toThrow(
      expect.objectContaining({ code: 'CREDENTIAL_UNREADABLE' }),
    );
  });
});
