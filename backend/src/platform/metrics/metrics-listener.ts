import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import type { Metrics } from './metrics.ts';

const paths = new Set(['/metrics', '/monitoring/metrics']);

/** Longest time one scrape may take to send its request; a scraper sends one short line. */
const SCRAPE_MS = 5000;
/** Scrapers connected at once. */
const CONNECTIONS = 32;

/**
 * The metrics page alone on a port of its own, for the private network: no token, nothing else to
 * reach, and no part in admission, so that it answers while the main port sheds.
 */
export class MetricsListener {
  readonly #server: Server;

  constructor(metrics: Metrics, reporter: ErrorReporter) {
    this.#server = createServer(
      { requestTimeout: SCRAPE_MS, headersTimeout: SCRAPE_MS },
      (request, response) => {
        answer(metrics, request, response).catch((error: unknown) => {
          reporter.background('metrics page', error);
          response.writeHead(500).end();
        });
      },
    );
    this.#server.maxConnections = CONNECTIONS;
  }

  /** The port it listens on; 0 before `listen`. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Listens; rejects with Node's error (`EADDRINUSE`) when the port is taken. */
  listen(port: number, host: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  /** Stops at once; scrapers come back by themselves. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

async function answer(
  metrics: Metrics,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?', 1);
  request.resume();
  if (!paths.has(path)) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Only /metrics is here\n');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const text = await metrics.text();
  response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
}
