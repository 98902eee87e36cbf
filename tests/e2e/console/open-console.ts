import type { Page } from 'playwright-core';
import { startServer, type RunningServer } from '../../support/server.ts';
import { startBrowser, type BrowserOptions, type TestBrowser } from './browser.ts';
import { syntheticDockets } from '../../support/synthetic-dockets.ts';

/** The administrator of the tests. */
export const admin = {
  name: 'Ada Marchetti',
  email: 'ada@firm.example',
  password: 'quiet harbor seven lanterns',
} as const;

/** The browser's window and the server's variables. */
export interface OpenOptions extends BrowserOptions {
  readonly environment?: Readonly<Record<string, string>>;
}

/** A server, a browser on it, and whatever the page did wrong so far. */
export interface OpenConsole extends AsyncDisposable {
  readonly server: RunningServer;
  readonly browser: TestBrowser;
  readonly page: Page;
  /** Console errors, uncaught exceptions and requests to other hosts. */
  readonly problems: string[];
}

/** Starts a server and a browser; nobody is signed in and nothing is stored. */
export async function openConsole(options: OpenOptions = {}): Promise<OpenConsole> {
  const { environment = {} } = options;
  const server = await startServer({ environment });
  const browser = await startBrowser(options);
  const page = await browser.context.newPage();
  const problems = watch(page, server.url);
  return {
    server,
    browser,
    page,
    problems,
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Makes the administrator through the API and signs the page in. */
export async function signInAsAdmin({ server, page }: OpenConsole): Promise<void> {
  const token = new URLSearchParams(new URL(server.firstRunLink()).hash.slice(1)).get('token');
  const answer = await page.request.post(`${server.url}/api/auth/setup`, {
    data: { token, ...admin },
  });
  if (answer.status() !== 201) throw new Error(`setup answered ${answer.status()}`);
}

/** Imports `count` made-up dockets through the API. */
export async function importDockets({ server, page }: OpenConsole, count: number): Promise<void> {
  const lines = syntheticDockets(count).map((docket) => JSON.stringify(docket));
  const answer = await page.request.post(`${server.url}/api/docket/import`, {
    headers: {
      'content-type': 'application/x-ndjson',
      authorization: `Bearer ${server.localToken()}`,
    },
    data: lines.join('\n'),
  });
  if (!answer.ok()) throw new Error(`import answered ${answer.status()}: ${await answer.text()}`);
}

function watch(page: Page, url: string): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    // A 401 is how the page learns that nobody is signed in; the browser reports it as an error.
    const isExpected = message.text().includes('status of 401');
    if (message.type() === 'error' && !isExpected) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(url) || /^(blob|data):/.test(request.url());
    if (!isOwn) problems.push(`foreign request: ${request.url()}`);
  });
  return problems;
}
