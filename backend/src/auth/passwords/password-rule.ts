import { userErrors } from '../users/users.errors.ts';

/** Fewer different characters than this is a repetition, not a passphrase. */
const LEAST_DIFFERENT_CHARACTERS = 6;

/**
 * Refuses passwords that a guesser tries first: the owner's own address or name, and repetitions.
 * Length is checked by the request schema. Throws USER_WEAK_PASSWORD.
 */
export function checkPassword(password: string, owner: { email: string; name: string }): void {
  const folded = password.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const [local = ''] = owner.email.split('@');
  const own = [owner.email, local, owner.name, `${owner.name}${local}`, `${local}${local}`];
  const isOwn = own.some((text) => folded === text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''));
  if (isOwn) throw userErrors.weakPassword('It is made of the own name or address.');
  if (new Set(password.toLowerCase()).size < LEAST_DIFFERENT_CHARACTERS)
    throw userErrors.weakPassword('It repeats a few characters.');
}
