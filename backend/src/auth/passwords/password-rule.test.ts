import { describe, expect, it } from 'vitest';
import { checkPassword } from './password-rule.ts';

const owner = { email: 'ada.lovelace@firm.example', name: 'Ada Lovelace' };

describe('checkPassword', () => {
  it.each([
    'ada.lovelace@firm.example',
    'Ada.Lovelace@Firm.Example',
    'Ada Lovelace',
    'adalovelaceadalovelace',
    'aaaaaaaaaaaaaaa',
    'abababababababab',
    '111122223333',
  ])('refuses %j', (password) => {
    expect(() => checkPassword(password, owner)).toThrow(
      expect.objectContaining({ code: 'USER_WEAK_PASSWORD' }),
    );
  });

  it.each(['seven quiet otters read law', 'пять тихих выдр читают', 'ada wrote a first program'])(
    'takes %j',
    (password) => {
      expect(() => checkPassword(password, owner)).not.toThrow();
    },
  );
});
