import { EventEmitter } from 'node:events';
import inspector from 'node:inspector';
import { createServer } from 'node:net';
import { LRUCache } from 'lru-cache';
import { expect, it } from 'vitest';
import { BoundedCache } from '../../cache/bounded-cache.ts';
import { BoundedQueue } from '../../bounded/bounded-queue.ts';
import { RingBuffer } from '../../bounded/ring-buffer.ts';
import type { FoundCollection } from '../found-collection.ts';
import { discoverCollections } from './discover-collections.ts';
import type { DiscoveryOptions } from './discover-collections.ts';
import { inspectorLimits } from './inspector.limits.ts';

const moduleTable = new Map<string, number>();

function memoised(work: (key: number) => number) {
  const seen = new Map<number, number>();
  return (key: number) => seen.get(key) ?? work(key);
}

async function discover(value: object, options?: DiscoveryOptions) {
  const { found, complete } = await discoverCollections([{ name: 'Root', value }], {
    workMs: 3000,
    ...options,
  });
  const at = (path: string): FoundCollection | undefined =>
    found.find((each) => each.path === path);
  return { found, complete, at, paths: found.map(({ path }) => path) };
}

it('finds private fields and hands out the collection itself', async () => {
  const pending = new Map([['a', 1]]);
  class Reports {
    readonly #pending = pending;
    readonly #order: string[] = [];
    count() {
      return this.#pending.size + this.#order.length;
    }
  }
  const { at } = await discover(new Reports());
  expect(at('Root.#pending')).toMatchObject({ kind: 'map', declaredBound: null });
  expect(at('Root.#pending')?.target.deref()).toBe(pending);
  expect(at('Root.#order')?.kind).toBe('array');
});

it('finds private fields of the same name in a class and the one it extends', async () => {
  class Base {
    readonly #items = new Map();
    base() {
      return this.#items;
    }
  }
  class Derived extends Base {
    readonly #items = new Set();
    derived() {
      return this.#items;
    }
  }
  const { found } = await discover(new Derived());
  const kinds = found.filter(({ path }) => path === 'Root.#items').map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(['map', 'set']);
});

it('finds variables of the module, of closures and statics', async () => {
  const closed = new Set<number>();
  class Service {
    static registry = new Map();
    static readonly #hidden: number[] = [];
    readonly remember = (id: number) => closed.add(id);
    look(key: string) {
      return [moduleTable.get(key), Service.#hidden];
    }
  }
  const { at, found } = await discover(new Service());
  expect(at('Service.registry')?.kind).toBe('map');
  expect(at('Service.#hidden')?.kind).toBe('array');
  expect(found.find(({ target }) => target.deref() === closed)?.path).toBe(
    'Service → closure closed',
  );
  expect(found.find(({ target }) => target.deref() === moduleTable)?.path).toMatch(
    /^Service → \w+ moduleTable$/,
  );
});

it('finds what a decorator has put around a method', async () => {
  class Service {
    look(key: number) {
      return key;
    }
  }
  Service.prototype.look = memoised(Service.prototype.look);
  const { paths } = await discover(new Service());
  expect(paths).toContain('Service.look → closure seen');
});

it('finds fields that an older compiler keeps in a WeakMap', async () => {
  const store = new WeakMap<object, number[]>();
  class Old {
    constructor() {
      store.set(this, []);
    }
    add(item: number) {
      store.get(this)?.push(item);
    }
  }
  const { paths } = await discover(new Old());
  expect(paths).toContain('Root.store');
});

it('counts listeners and enters their closures, not the fields of the emitter', async () => {
  const seen = new Map();
  const bus = new EventEmitter();
  bus.on('changed', () => seen.size);
  const { at, paths } = await discover({ bus });
  expect(at('Root.bus listeners')?.target.deref()).toBe(bus);
  expect(at('Root.bus listeners(changed) → closure seen')?.kind).toBe('map');
  expect(paths.filter((path) => path.includes('_events'))).toEqual([]);
});

it('counts listeners of signals and enters their closures', async () => {
  const seen = new Map();
  const { signal } = new AbortController();
  signal.addEventListener('abort', () => seen.clear());
  const { at } = await discover({ signal });
  expect(at('Root.signal listeners')?.kind).toBe('listeners');
  expect(at('Root.signal listeners(abort) → closure seen')?.kind).toBe('map');
});

it('counts who listens to the signal of a controller', async () => {
  const controller = new AbortController();
  controller.signal.addEventListener('abort', () => {});
  const { at } = await discover({ controller });
  expect(at('Root.controller.signal listeners')?.target.deref()).toBe(controller.signal);
});

it('enters collections inside of collections and names entries without data', async () => {
  const byTenant = new Map([['acme', { rows: [[1]] }]]);
  const byMail = new Map(Array.from({ length: 40 }, (_, i) => [`mail${i}@example.org`, [i]]));
  const { paths } = await discover({ byTenant, byMail });
  expect(paths).toContain('Root.byTenant[acme].rows[0]');
  expect(paths).toContain('Root.byMail[0]');
  expect(paths.join()).not.toContain('@');
});

it('takes objects as tables when they are empty or have many fields', async () => {
  const table = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`key${i}`, i]));
  const { at } = await discover({ table, empty: {}, options: { host: 'a', port: 1 } });
  expect(at('Root.table')?.kind).toBe('object');
  expect(at('Root.empty')?.kind).toBe('object');
  expect(at('Root.options')).toBeUndefined();
});

it('counts linked lists anew with every search, and keeps to the end that stays', async () => {
  class History {
    #last: object | null = null;
    first: { next?: object } = {};
    #tail = this.first;
    add() {
      this.#last = { before: this.#last };
      this.#tail = this.#tail.next = {};
      return this.#last;
    }
  }
  const history = new History();
  const seen: string[] = [];
  const anchors = new Set<unknown>();
  for (let search = 0; search < 4; search++) {
    for (let i = 0; i < 100; i++) history.add();
    const { found } = await discover(history);
    for (const { kind, path, target } of found) {
      if (kind !== 'chain') continue;
      const tally = target.deref() as { size: number; anchor: WeakRef<object> };
      seen.push(`${path} ${tally.size}`);
      if (search > 0) anchors.add(tally.anchor.deref());
    }
  }
  expect(seen).toContain('Root.#last 100');
  expect(seen).toContain('Root.#last 400');
  expect(seen).toContain('Root.first 401');
  expect(anchors.size).toBe(2);
});

it('ends at a cycle', async () => {
  const ring: { next?: object } = {};
  let last = ring;
  for (let i = 0; i < 99; i++) last = last.next = {};
  last.next = ring;
  const { found } = await discover({ ring });
  expect(found.filter(({ kind }) => kind === 'chain')).toHaveLength(1);
});

it('counts texts that are fields or variables', async () => {
  let log = 'x'.repeat(70_000);
  const text = 'y'.repeat(80_000);
  const service = { text, short: 'z', get: () => log, write: (line: string) => (log += line) };
  const { at } = await discover(service);
  expect(at('Root.text')?.kind).toBe('bytes');
  expect(at('Root.write → closure log')?.target.deref()).toMatchObject({ size: 70_000 });
  expect(at('Root.short')).toBeUndefined();
});

it('leaves out what cannot grow', async () => {
  const { paths } = await discover({ list: Object.freeze([1]), table: Object.freeze({}) });
  expect(paths).toEqual([]);
});

it('takes large buffers, not small ones', async () => {
  const { at } = await discover({ large: new Uint8Array(100_000), small: new Uint8Array(10) });
  expect(at('Root.large')?.kind).toBe('bytes');
  expect(at('Root.small')).toBeUndefined();
});

it('runs no getter, no method and no trap', async () => {
  let runs = 0;
  const count = () => ++runs;
  class Touchy {
    readonly kept = new Map();
    readonly #hidden = new Proxy({}, { get: count, ownKeys: () => [String(count())] });
    get field() {
      return count();
    }
    get #secret() {
      return count();
    }
    use() {
      return [this.#hidden, this.#secret];
    }
  }
  class Counting extends Map<string, string> {
    override get size() {
      return count();
    }
    override keys() {
      count();
      return super.keys();
    }
    override entries() {
      count();
      return super.entries();
    }
  }
  const { paths } = await discover({
    touchy: new Touchy(),
    counting: new Counting([['a', 'b']]),
    proxy: new Proxy(new Map(), { getPrototypeOf: () => (count(), null) }),
  });
  expect(paths).toContain('Root.touchy.kept');
  expect(paths).toContain('Root.counting');
  expect(runs).toBe(0);
});

it('reads the bound a holder states, as long as the collection keeps to it', async () => {
  const list = (length: number) => Array.from({ length }, (_, i) => i);
  const { at } = await discover({
    stated: { items: list(10), maxEntries: 20 },
    broken: { items: list(30), maxEntries: 20 },
    option: { items: list(10), options: { capacity: 15 } },
    other: { items: list(10), timeoutMs: 500, maxBytes: 1000 },
  });
  expect(at('Root.stated.items')?.declaredBound).toBe(20);
  expect(at('Root.broken.items')?.declaredBound).toBeNull();
  expect(at('Root.option.items')?.declaredBound).toBe(15);
  expect(at('Root.other.items')?.declaredBound).toBeNull();
});

it('knows the bounds of lru-cache and of the structures of this package', async () => {
  const { found } = await discover({
    lru: new LRUCache({ max: 500 }),
    entries: new BoundedCache({ name: 'entries', maxEntries: 100 }),
    bytes: new BoundedCache({ name: 'bytes', maxBytes: 1_000_000 }),
    queue: new BoundedQueue({ maxEntries: 50 }),
    ring: new RingBuffer(7),
  });
  const boundOf = (name: string) =>
    found
      .filter(({ path, kind }) => path.startsWith(`Root.${name}.`) && kind !== 'listeners')
      .map(({ declaredBound }) => declaredBound);
  expect(boundOf('lru')).toEqual([500, 500, 500]);
  expect(new Set(boundOf('entries'))).toEqual(new Set([100]));
  expect(boundOf('bytes')).toContain(5556);
  expect(boundOf('queue')).toEqual([50, 50]);
  expect(boundOf('ring')).toEqual([7]);
});

it('knows the bound of a cache for its lists too, once they hold something', async () => {
  const cache = new BoundedCache<string, number>({ name: 'full', maxEntries: 1000 });
  for (let i = 0; i < 200; i++) cache.set(`k${i}`, i);
  const { found } = await discover({ cache });
  const chains = found.filter(({ kind }) => kind === 'chain');
  expect(chains.length).toBeGreaterThan(0);
  expect(new Set(chains.map(({ declaredBound }) => declaredBound))).toEqual(new Set([1000]));
});

it('enters nothing of Node and nothing it was told to skip', async () => {
  const skipped = { table: new Map() };
  const { paths } = await discover({ skipped, server: createServer() }, { skip: [skipped] });
  expect(paths.filter((path) => /skipped|server\./.test(path))).toEqual([]);
});

it('says that it was cut short and then gives the largest', async () => {
  const lists = Array.from({ length: 50 }, (_, i) => [`list${i}`, new Array(i).fill(0)]);
  const { found, complete } = await discover(Object.fromEntries(lists.slice(0, 20)), {
    collections: 3,
  });
  expect(complete).toBe(false);
  expect(found.map(({ target }) => (target.deref() as unknown[]).length)).toEqual([19, 18, 17]);
  expect((await discover(Object.fromEntries(lists), { workMs: 0 })).complete).toBe(false);
  expect((await discover({ a: [] })).complete).toBe(true);
});

it('ends at the depth and the number of objects of its bounds', async () => {
  let deep: object = { list: [] };
  for (let i = 0; i < 10; i++) deep = { deep };
  expect((await discover(deep)).paths).toEqual([]);
  const wide = new Set(Array.from({ length: 10 }, () => new Set()));
  const { found } = await discover(wide);
  expect(found).toHaveLength(1 + inspectorLimits.sampledEntries.value);
});

it('leaves no door open behind it', async () => {
  const before = Object.getOwnPropertySymbols(inspector).length;
  await discover({ a: new Map() });
  expect(Object.getOwnPropertySymbols(inspector)).toHaveLength(before);
});
