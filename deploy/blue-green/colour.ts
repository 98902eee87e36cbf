/** One of the two places where a version of the API can run. */
export type Colour = 'blue' | 'green';

export const colours: readonly Colour[] = ['blue', 'green'];

/** The other place. */
export function otherOf(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}
