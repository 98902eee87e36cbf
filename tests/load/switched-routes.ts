// Serves the small route of the variant in VARIANT and of the one without the library from one server,
// which changes between the two every few hundred requests while wrk asks it for SECONDS. Prints for each
// pair of turns what a request took in each, in µs. Both have the same process, the same connections and
// the same moment, so that differences of a tenth of a microsecond show. A governor runs in the background
// of both; a leak detective, which watches the whole process, only in the turns of its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSmallRoute, variants, type Variant } from './small-route.ts';
import { turnOf, Turns, warmUpSeconds } from './turns.ts';
import { runWrk } from './wrk.ts';

const variant = process.env['VARIANT'] as Variant;
const load = {
  connections: Number(process.env['CONNECTIONS']),
  seconds: Number(process.env['SECONDS']),
};

const bare = await buildSmallRoute(variants[variant]);
const own = await buildSmallRoute(variant);
let serving = bare;
const turn = turnOf(own.detective !== null);
const turns = new Turns(turn, async (withLibrary) => {
  await serving.detective?.stop();
  serving = withLibrary ? own : bare;
  serving.detective?.start();
});
const server = createServer((request, response) => {
  turns.request();
  serving.app.routing(request, response);
});

await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/small`;
await own.detective?.stop();
turns.restart();
await runWrk(url, { ...load, seconds: warmUpSeconds });
turns.restart();
await runWrk(url, { ...load, seconds: load.seconds * turn.times });
console.log(JSON.stringify(turns.pairs));
process.exit(0);
