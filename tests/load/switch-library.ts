// Loaded into the server's process before the server (`--import`): has it change between requests with the
// memory library and without every few hundred of them. Without it a request is let in with no account, and no
// leak detective runs; the rest of the pass is the same. When the process ends, what a request took in each
// turn after the warm-up is written to the file in TURN_PAIRS.
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { Governor, LeakDetective, type Admission } from '@lexiflow/memory';
import { turnOf, Turns, warmUpSeconds } from './turns.ts';

/** What a request that nobody admitted goes on with. */
const unadmitted = { ok: true, account: null } as unknown as Admission;

const isWatched = process.env['LEAK_DETECTION_ENABLED'] !== 'false';
const file = process.env['TURN_PAIRS'] ?? '';
let isGoverned = false;
let detective: LeakDetective | null = null;
let turns: Turns | null = null;

const { admitOrWait } = Governor.prototype;
Governor.prototype.admitOrWait = function (request, patience) {
  return isGoverned ? admitOrWait.call(this, request, patience) : unadmitted;
};

const { start } = LeakDetective.prototype;
LeakDetective.prototype.start = function () {
  found(this);
  return start.call(this);
};

function found(running: LeakDetective): void {
  detective = running;
}

subscribe('http.server.request.start', () => {
  if (turns === null) {
    turns = new Turns(turnOf(isWatched), serve);
    void detective?.stop();
    turns.restart();
    setTimeout(() => turns?.restart(), warmUpSeconds * 1000).unref();
  }
  turns.request();
});
process.on('exit', () => turns && writeFileSync(file, JSON.stringify(turns.pairs)));

async function serve(withLibrary: boolean): Promise<void> {
  isGoverned = withLibrary;
  if (withLibrary) detective?.start();
  else await detective?.stop();
}
