import type { Attack } from './attack.ts';
import { httpAttacks } from './http-attacks.ts';
import { socketAttacks } from './socket-attacks.ts';

/** Every attack of the matrix. */
export const attacks: readonly Attack[] = [...httpAttacks, ...socketAttacks];

/** The attack of that name; throws with the known names. */
export function attackOf(name: string): Attack {
  const found = attacks.find((attack) => attack.name === name);
  if (found) return found;
  throw new Error(`no attack ${name}; known are ${attacks.map((each) => each.name).join(', ')}`);
}
