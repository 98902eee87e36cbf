/** Colours for named parts; the last of the palette belongs to the folded rest. */
const COLOURS = 7;

/**
 * A number from 1 to 7 for each name: the same while the names stay, and different for as many
 * names as there are colours. It comes from the name, so that a part keeps its colour while the
 * order of the parts changes.
 */
export function partColours(names: readonly string[]): ReadonlyMap<string, number> {
  const colours = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of names.toSorted()) {
    if (taken.size === COLOURS) taken.clear();
    let slot = hash(name) % COLOURS;
    while (taken.has(slot)) slot = (slot + 1) % COLOURS;
    taken.add(slot);
    colours.set(name, slot + 1);
  }
  return colours;
}

function hash(text: string): number {
  let value = 0;
  for (const letter of text) value = (value * 31 + letter.charCodeAt(0)) >>> 0;
  return value;
}
