import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { getHeapSnapshot } from 'node:v8';
import { redactSnapshot } from '@lexiflow/memory';

// Writes one snapshot of this process twice: `two-snapshots.ts WHOLE REDACTED`.

class PartyDesk {
  readonly caption = `Hornblower v. ${'Wellesley'.toUpperCase()} ${process.pid}`;
  readonly byName = new Map([[`Anna ${this.caption}`, { size: 1 }]]);
  readonly asKeys: Record<string, object> = { [`key of ${this.caption}`]: {} };
  readonly owners = new WeakMap([[this.byName, `owner ${this.caption}`]]);
}

const desks = Array.from({ length: 500 }, () => new PartyDesk());
const whole = await buffer(getHeapSnapshot());
const [, , wholePath, redactedPath] = process.argv as [string, string, string, string];
await pipeline(Readable.from([whole]), createWriteStream(wholePath));
await pipeline(redactSnapshot(Readable.from([whole])), createWriteStream(redactedPath));
if (desks.length !== 500) throw new Error('The heap was let go.');
