// Readers that take nothing: what the process holds for them, with our bounds and without any. Their
// sockets are stubs, so that the kernel's own buffers, which differ by machine, stay out of it.
//
//   node backend/src/realtime/testing/stalled-readers.bench.ts [--readers 1000] [--messages 1000] [--json]
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { parseArgs } from 'node:util';
import { Ledger, systemClock, type MemoryHost } from '@lexiflow/memory';
import { WebSocketServer } from 'ws';
import { collect, report } from '../../../../packages/memory/bench/machine-line.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { Connection, GatewaySocket } from '../connections/connection.ts';
import { Outgoing } from '../connections/outgoing.ts';
import { textFrame } from '../connections/text-frame.ts';
import { RealtimeFigures } from '../monitor/realtime-figures.ts';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    messages: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});
const readers = Number(values.readers);
const messages = Number(values.messages);
const MIB = 1024 * 1024;
const sockets = new WebSocketServer({ noServer: true, WebSocket: GatewaySocket });
const viewer: Viewer = {
  ...{ kind: 'user', userId: 'reader', name: 'Reader', email: null, role: 'partner' },
  ...{ permissions: new Set(), credentialId: null },
};

/** A connection whose socket takes the handshake and then nothing. */
function stalled(): Connection {
  let taken = 0;
  const socket = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => (taken++ === 0 ? done() : undefined),
  });
  const request = new IncomingMessage(new Socket());
  request.method = 'GET';
  Object.assign(request.headers, {
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  });
  let opened: GatewaySocket | null = null;
  sockets.handleUpgrade(request, socket, Buffer.alloc(0), (ws) => (opened = ws));
  if (opened === null) throw new Error('the handshake failed');
  return new Connection(opened, socket, viewer, 0, 100);
}

function heldBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What is held more after each reader was sent the messages, in MB. */
function measure(bytes: number, send: (all: readonly Connection[], text: string) => void): string {
  const all = Array.from({ length: readers }, stalled);
  const before = heldBytes();
  for (let count = 0; count < messages; count++) send(all, `${count} `.padEnd(bytes, 'x'));
  const grown = heldBytes() - before;
  for (const { socket } of all) socket.destroy();
  return (grown / MIB).toFixed(1);
}

function bounded(bytes: number): { readonly grown: string; readonly charged: string } {
  const ledger = new Ledger({ limitBytes: 1024 * MIB });
  const host: MemoryHost = {
    openAccount: ledger.openAccount.bind(ledger),
    registerReclaimer: () => () => undefined,
    registerPausable: () => () => undefined,
  };
  const outgoing = new Outgoing(host, new RealtimeFigures(), systemClock);
  let charged = 0;
  const grown = measure(bytes, (all, text) => {
    const frame = textFrame(text);
    for (const connection of all) outgoing.push(connection, frame);
    charged = Math.max(charged, outgoing.usedBytes());
  });
  outgoing.close();
  return { grown, charged: (charged / MIB).toFixed(1) };
}

report(
  `${messages} messages for ${readers} readers that take nothing, MB held`,
  [450, 4_000].map((bytes) => {
    const { grown, charged } = bounded(bytes);
    const alone = measure(bytes, (all, text) => all.forEach(({ ws }) => ws.send(text)));
    return { 'bytes each': bytes, LexiFlow: grown, charged, 'ws alone': alone };
  }),
);
process.exit(0);
