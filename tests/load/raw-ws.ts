// The library alone: what an open socket costs without anything on top. PORT is where it listens.
// A message of the parent is answered with the bytes left after a collection; a POST sends a text of as many bytes to every socket.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { collect } from '../../packages/memory/bench/machine-line.ts';

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const server = createServer((request, response) => {
  const text = 'x'.repeat(Number(request.url?.slice(1)) || 1);
  for (const socket of sockets.clients) socket.send(text);
  response.end();
});
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (opened) => {
    opened.on('message', () => undefined);
    opened.on('error', () => undefined);
  });
});
server.listen(Number(process.env['PORT']), '127.0.0.1', 4096, () => process.send?.('ready'));
process.on('message', () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.(heapUsed + external);
});
