import { setImmediate } from 'node:timers/promises';
import { discoverCollections } from './discover-collections.ts';

class Service {
  readonly #pending = new Map<string, object>();
  readonly text = 'text';
  readonly listeners = [() => this.#pending.size];
  fill() {
    for (let i = 0; i < 100; i++) this.#pending.set(`key${i}`, { i });
    return this;
  }
}

async function search(): Promise<WeakRef<object>[]> {
  const service = new Service().fill();
  const { found } = await discoverCollections([{ name: 'Service', value: service }]);
  return [new WeakRef(service), ...found.map(({ target }) => target)];
}

async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await setImmediate();
    globalThis.gc!();
  }
}

const refs = await search();
await settle();
const survivors = refs.slice(0, 3).filter((ref) => ref.deref() !== undefined).length;

const floors: number[] = [];
for (let round = 0; round < 6; round++) {
  for (let i = 0; i < 50; i++) await search();
  await settle();
  floors.push(process.memoryUsage().heapUsed);
}
// The first rounds fill the engine's own tables.
const growthPerSearch = (floors.at(-1)! - floors[2]!) / 150;
console.log(
  JSON.stringify({
    found: refs.length - 1,
    survivors,
    growthPerSearch,
    doors: Object.getOwnPropertySymbols(process.getBuiltinModule('node:inspector')).filter((each) =>
      String(each).includes('lexiflow'),
    ).length,
  }),
);
