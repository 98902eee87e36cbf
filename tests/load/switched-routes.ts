// Serves the small route of the variant in VARIANT and of the one without the library from one server,
// which changes between the two every few hundred requests while wrk asks it for SECONDS. Prints for each
// pair of turns what a request took in each, in µs. Both have the same process, the same connections and
// the same moment, so that differences of a tenth of a microsecond show. A governor runs in the background
// of both; a leak detective, which watches the whole process, only in the turns of its own.
import type { AddressInfo } from 'node:net';
import { buildOwnServer, ownVariants, type OwnVariant } from './own-server.ts';
import { switchedSmallRoute, type SwitchedServer } from './switched-server.ts';
import type { Variant } from './small-route.ts';
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

const variant = process.env['VARIANT'] as Variant | OwnVariant;
const load = {
  connections: Number(process.env['CONNECTIONS']),
  seconds: Number(process.env['SECONDS']),
};

const switched = await build(variant);
const { server, path, authorization } = switched;
const turn = switched.isWatched ? longTurn : shortTurn;
const pairs: TurnPair[] = [];
let isOwn = false;
let startMs = NaN;
/** Requests left of this turn; those of its lead-in are above its length, and between two it never ends. */
let left = Infinity;
/** The first turn of a pair, when that has ended. */
let first: number | undefined;

function build(name: Variant | OwnVariant): Promise<SwitchedServer> {
  const own = ownVariants.find((each) => each === name);
  return own === undefined ? switchedSmallRoute(name as Variant) : buildOwnServer(own);
}

server.prependListener('request', () => {
  if (--left === turn.requests) startMs = performance.now();
  else if (left === 0) endTurn();
});

function endTurn(): void {
  const us = ((performance.now() - startMs) * 1000) / turn.requests;
  left = Infinity;
  if (first === undefined) {
    first = us;
    void begin(!isOwn);
    return;
  }
  pairs.push(isOwn ? { bareUs: first, ownUs: us } : { bareUs: us, ownUs: first });
  first = undefined;
  // Now one first and now the other, by chance.
  void begin(Math.random() < 0.5);
}

async function begin(withLibrary: boolean): Promise<void> {
  if (withLibrary !== isOwn) await switched.serve(withLibrary);
  isOwn = withLibrary;
  left = turn.requests + turn.leadIn;
}

await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
// Alone: what a first request waits for, fifty would wait for at once.
await (await fetch(url, { headers: authorization ? { authorization } : {} })).text();
await begin(false);
await runWrk(url, { ...load, authorization, seconds: warmUpSeconds });
first = undefined;
pairs.length = 0;
await begin(isOwn);
await runWrk(url, { ...load, authorization, seconds: load.seconds * turn.times });
console.log(JSON.stringify(pairs));
process.exit(0);
