// Serves the small route of the variant in VARIANT and of the one without the library from one server,
// which changes between the two every few hundred requests while wrk asks it for SECONDS. Prints for each
// pair of turns what a request took in each, in µs. Both have the same process, the same connections and
// the same moment, so that differences of a tenth of a microsecond show. A governor runs in the background
// of both; a leak detective, which watches the whole process, only in the turns of its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSmallRoute, variants, type SmallRoute, type Variant } from './small-route.ts';
import { runWrk } from './wrk.ts';

/** What a request took in two turns that followed each other, in µs. */
export interface TurnPair {
  readonly bareUs: number;
  readonly ownUs: number;
}

interface Turn {
  /** Requests that are counted. */
  readonly requests: number;
  /** Requests before, until the caches are those of the new route. */
  readonly leadIn: number;
  /** How much longer than others it is asked for. */
  readonly times: number;
}

const shortTurn: Turn = { requests: 200, leadIn: 20, times: 1 };
/** With a detective, whose start must not count: half a second, of which there are fewer. */
const longTurn: Turn = { requests: 25_000, leadIn: 2000, times: 3 };
const warmUpSeconds = 10;

const variant = process.env['VARIANT'] as Variant;
const load = {
  connections: Number(process.env['CONNECTIONS']),
  seconds: Number(process.env['SECONDS']),
};

const bare = await buildSmallRoute(variants[variant]);
const own = await buildSmallRoute(variant);
const turn = own.detective ? longTurn : shortTurn;
const pairs: TurnPair[] = [];
let serving = bare;
let startMs = NaN;
/** Requests left of this turn; those of its lead-in are above its length, and between two it never ends. */
let left = Infinity;
/** The first turn of a pair, when that has ended. */
let first: number | undefined;

const server = createServer((request, response) => {
  if (--left === turn.requests) startMs = performance.now();
  else if (left === 0) endTurn();
  serving.app.routing(request, response);
});

function endTurn(): void {
  const us = ((performance.now() - startMs) * 1000) / turn.requests;
  const wasOwn = serving === own;
  left = Infinity;
  if (first === undefined) {
    first = us;
    void begin(wasOwn ? bare : own);
    return;
  }
  pairs.push(wasOwn ? { bareUs: first, ownUs: us } : { bareUs: us, ownUs: first });
  first = undefined;
  // Now one first and now the other, by chance.
  void begin(Math.random() < 0.5 ? bare : own);
}

async function begin(route: SmallRoute): Promise<void> {
  if (route !== serving) {
    await serving.detective?.stop();
    route.detective?.start();
  }
  serving = route;
  left = turn.requests + turn.leadIn;
}

await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/small`;
await own.detective?.stop();
await begin(bare);
await runWrk(url, { ...load, seconds: warmUpSeconds });
first = undefined;
pairs.length = 0;
await begin(serving);
await runWrk(url, { ...load, seconds: load.seconds * turn.times });
console.log(JSON.stringify(pairs));
process.exit(0);
