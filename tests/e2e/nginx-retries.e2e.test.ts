import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderUpstreams } from '../../deploy/blue-green/upstreams.ts';
import { startNginx, wideRates } from '../support/nginx.ts';
import type { RunningNginx } from '../support/nginx.ts';
import { hasTool } from '../support/tool.ts';

/** A colour that counts what reaches it, and may hang up instead of answering. */
class Colour {
  readonly seen: string[] = [];
  hangsUp = false;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((asked, answer) => {
      this.seen.push(asked.method ?? '');
      if (this.hangsUp) return void asked.socket.destroy();
      answer.end('here');
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe.runIf(hasTool('nginx'))('a request whose connection to the colour on trial fails', () => {
  const green = new Colour();
  const blue = new Colour();
  let nginx: RunningNginx;

  beforeAll(async () => {
    const addresses = { green: await green.listen(), blue: await blue.listen() };
    const upstreams = renderUpstreams({ colour: 'green', backup: 'blue' }, (colour) =>
      // Here each request is judged alone, whatever failed before.
      colour === 'green' ? `${addresses.green} max_fails=0` : addresses.blue,
    ).replace(' max_fails=3 fail_timeout=5s', '');
    nginx = await startNginx({ upstreams, rates: wideRates });
  });
  afterAll(async () => {
    await nginx?.[Symbol.asyncDispose]();
    green.close();
    blue.close();
  });
  beforeEach(() => {
    green.hangsUp = false;
    green.seen.length = 0;
    blue.seen.length = 0;
  });

  const send = (method: string) =>
    new Promise<number>((resolve, reject) => {
      const asked = request(`${nginx.url}/api/cases`, { method, agent: false }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      });
      asked.once('error', reject);
      asked.end();
    });

  it.each(['GET', 'HEAD', 'OPTIONS'])('is answered by the old one: %s', async (method) => {
    green.hangsUp = true;
    expect(await send(method)).toBe(200);
    expect(blue.seen).toEqual([method]);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('is sent once: %s', async (method) => {
    green.hangsUp = true;
    expect(await send(method)).toBe(502);
    expect(green.seen).toEqual([method]);
    expect(blue.seen).toEqual([]);
  });

  it.each(['GET', 'POST'])('goes nowhere else when the new one is well: %s', async (method) => {
    expect(await send(method)).toBe(200);
    expect(green.seen).toEqual([method]);
    expect(blue.seen).toEqual([]);
  });
});
