import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AppError } from '../../platform/errors/define-error.ts';
import { PROBLEM_TYPE, problemOf } from '../../platform/errors/problem.ts';
import { securityHeaders } from '../../platform/http/security-headers.ts';

/** Answers a request for a WebSocket that is not to be one, with a problem document, and closes. */
export function refuseUpgrade(socket: Duplex, error: AppError, requestId: string): void {
  const { status, headers, body } = problemOf(error, requestId);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...securityHeaders,
    ...headers,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
}
