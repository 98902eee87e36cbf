import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Monitor } from '../monitor.ts';
import { monitorLimits } from '../monitor.limits.ts';
import { json, type Answer } from './answer.ts';
import { styleHash } from './overview-style.ts';
import { answerTo } from './routes.ts';

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** The monitor's HTTP interface: GET and HEAD, bounded headers, connections and time. Not yet listening. */
export function monitorServer(monitor: Monitor): Server {
  const server = createServer(
    {
      maxHeaderSize: monitorLimits.requestHeaderBytes.value,
      headersTimeout: monitorLimits.requestMs.value,
      requestTimeout: monitorLimits.requestMs.value,
      keepAliveTimeout: monitorLimits.requestMs.value,
    },
    (request, response) => void answer(monitor, request, response),
  );
  server.maxConnections = monitorLimits.connections.value;
  return server;
}

async function answer(
  monitor: Monitor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let content: Answer;
  try {
    content = await answerFor(monitor, request);
  } catch (error) {
    process.stderr.write(`memory monitor: ${request.url}: ${String((error as Error).stack)}\n`);
    content = json(500, { error: 'this is a defect; the log has more' });
  }
  // What was sent as a body is not read: the connection ends with the answer.
  const hasBody =
    'transfer-encoding' in request.headers || (request.headers['content-length'] ?? '0') !== '0';
  send(response, content, request.method === 'HEAD', hasBody);
}

async function answerFor(
  monitor: Monitor,
  { method, url = '/' }: IncomingMessage,
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { error: 'only GET and HEAD' });
  if (url.length > monitorLimits.requestUrlBytes.value) return json(414, { error: 'too long' });
  if (!URL.canParse(url, 'http://monitor')) return json(400, { error: 'not an address' });
  return answerTo(monitor, new URL(url, 'http://monitor'), Date.now());
}

function send(
  response: ServerResponse,
  { status, type, body: text }: Answer,
  isHead: boolean,
  closes: boolean,
): void {
  const body = Buffer.from(text);
  response.writeHead(status, {
    ...HEADERS,
    'content-type': type,
    'content-length': body.length,
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    ...(closes ? { connection: 'close' } : {}),
  });
  response.end(isHead ? undefined : body);
}
