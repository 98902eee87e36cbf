// Serves the small route of VARIANT to wrk under V8's profiler of the processor and prints where the time of
// a request goes, in µs. What the machine and a system call cost at the moment is in all of it, and falls
// out of a share: whole and part are of the same seconds.
import { Session, type Profiler } from 'node:inspector/promises';
import type { AddressInfo } from 'node:net';
import { buildSmallRoute, type Variant } from './small-route.ts';
import { runWrk } from './wrk.ts';

/** Processor time of a request, in µs. */
export interface RequestProfile {
  readonly busyUs: number;
  /** Of that the system calls that write answers. */
  readonly writeUs: number;
  /** Of that the library's functions, the hooks that call it and the guards of NestJS, with what they call in Node. */
  readonly libraryUs: number;
}

type Frame = Profiler.ProfileNode['callFrame'];

const load = { connections: Number(process.env['CONNECTIONS'] ?? 50), seconds: 6 };
const warmUp = { ...load, seconds: 2 };

function isOfLibrary({ url, functionName }: Frame): boolean {
  const isFile = /\/packages\/memory|\/small-hooks\.ts$|@nestjs\/core\/guards\//.test(url);
  return isFile || functionName === 'canActivateFn';
}

/** Divides a profile by the function nearest to where the time was spent that is not of Node or V8. */
function divide(
  { nodes, samples, timeDeltas }: Profiler.Profile,
  requests: number,
): RequestProfile {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((of) => [of, id])));
  const sums = { busyUs: 0, writeUs: 0, libraryUs: 0 };
  for (const [at, leaf] of samples!.entries()) {
    const us = timeDeltas![at]! / requests;
    const { functionName } = frames.get(leaf)!;
    if (functionName === '(idle)') continue;
    sums.busyUs += us;
    if (/^write.*(?:String|Buffer)$|^writev$/.test(functionName)) sums.writeUs += us;
    let id: number | undefined = leaf;
    while (id !== undefined && /^(?:node:|$)/.test(frames.get(id)!.url)) id = callers.get(id);
    if (id !== undefined && isOfLibrary(frames.get(id)!)) sums.libraryUs += us;
  }
  return sums;
}

const { app } = await buildSmallRoute(process.env['VARIANT'] as Variant);
await app.listen({ port: 0, host: '127.0.0.1' });
const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/small`;
await runWrk(url, warmUp);
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: 500 });
await session.post('Profiler.start');
const { requests } = await runWrk(url, load);
const { profile } = await session.post('Profiler.stop');
console.log(JSON.stringify(divide(profile, requests)));
process.exit(0);
