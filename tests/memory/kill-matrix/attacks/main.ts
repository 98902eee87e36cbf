// One attack in a process of its own: NAME PORT SECONDS SCALE FOLDER. Prints its tally as JSON.
import { setMaxListeners } from 'node:events';
import { attackOf } from './all-attacks.ts';
import type { Tally } from './attack.ts';

const [name = '', port, seconds, scale, folder = ''] = process.argv.slice(2);
const tally: Tally = { served: 0, refused: 0, rejected: 0, failed: 0 };
// A listener for each connection.
const end = new AbortController();
setMaxListeners(0, end.signal);
setTimeout(() => end.abort(), Number(seconds) * 1000);
// What is not answered by then is not waited for.
setTimeout(() => finish(), Number(seconds) * 1000 + 2000);
await attackOf(name).run({
  port: Number(port),
  scale: Number(scale),
  folder,
  signal: end.signal,
  tally,
});
finish();

function finish(): void {
  process.stdout.write(`${JSON.stringify(tally)}\n`, () => process.exit(0));
}
