import type { FastifyReply } from 'fastify';
import { TrafficGuard } from './traffic-guard.ts';

/** Prints by how many bytes the process grew while a million addresses and users came by. */

function heldBytes(): number {
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let charged = 0;
const accounts = {
  openAccount: () => ({
    grow: (bytes: number) => ((charged += bytes), true),
    shrink: (bytes: number) => void (charged -= bytes),
    close: () => {},
  }),
};
const guard = new TrafficGuard({
  scale: 1,
  isBlockingAbuse: true,
  trustedProxies: [],
  accounts: accounts as never,
});
const abusers: string[] = [];
guard.onAbuse((block) => abusers.push(block));
const gate = guard.gateOf('interactive')!;
const reply = { header: () => reply } as unknown as FastifyReply;
const visit = (n: number): boolean => {
  const address = `${11 + (n >>> 24)}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;
  const standing = gate.arrive(address, false, reply);
  return !(standing instanceof Error) && gate.enter(`user-${n}`, standing, reply) === undefined;
};

for (let n = 0; n < 50_000; n++) visit(n);
const chargedBefore = charged;
const before = heldBytes();
let admitted = 0;
for (let n = 0; n < 1_000_000; n++) if (visit(n)) admitted++;
const grown = heldBytes() - before;
console.log(
  JSON.stringify({
    grown,
    admitted,
    abusers: abusers.length,
    charged,
    chargedBefore,
    tableBytes: guard.tableBytes,
  }),
);
