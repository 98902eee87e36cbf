import { expect, it } from 'vitest';
import { governorLimits } from './governor.limits.ts';
import { OwnerShares } from './owner-shares.ts';

it('adds up what an owner holds and lets it go', () => {
  const shares = new OwnerShares();
  shares.add('anna', 10);
  shares.add('anna', 5).promisedBytes -= 12;
  expect([shares.bytesOf('anna'), shares.bytesOf('ben')]).toEqual([3, 0]);
});

it('stays bounded however many owners come and go, and keeps those that hold something', () => {
  const shares = new OwnerShares();
  const { value: idleOwners } = governorLimits.idleOwners;
  for (let i = 0; i < 10; i++) shares.add(`holder-${i}`, 100);
  for (let i = 0; i < 20 * idleOwners; i++) {
    shares.add(`guest-${i}`, 1).promisedBytes--;
    expect(shares.size).toBeLessThanOrEqual(idleOwners + 10);
  }
  expect(shares.bytesOf('holder-9')).toBe(100);
});
