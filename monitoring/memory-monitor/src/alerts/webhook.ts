import { request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { monitorLimits } from '../monitor.limits.ts';
import { reasonOf } from '../scrape/check-health.ts';
import type { Alert } from './alert.ts';

type Request = typeof httpRequest;

/**
 * Sends alerts to one address, one after the other, as JSON with a `text` that chat receivers show. Each
 * is tried a few times; beyond the bound of the queue alerts are dropped and counted. Never throws.
 */
export class Webhook {
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #queue: Alert[] = [];
  #isSending = false;
  sent = 0;
  dropped = 0;
  /** Why the last one could not be sent; null after a success. */
  lastFailure: string | null = null;

  constructor(url: string, timeoutMs: number) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
  }

  push(alert: Alert): void {
    if (this.#queue.length >= monitorLimits.webhookQueue.value) this.dropped++;
    else this.#queue.push(alert);
    if (!this.#isSending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    for (let alert = this.#queue[0]; alert !== undefined; alert = this.#queue[0]) {
      if (await this.#send(alert)) this.sent++;
      else this.dropped++;
      this.#queue.shift();
    }
    this.#isSending = false;
  }

  async #send(alert: Alert): Promise<boolean> {
    const text = `${alert.state} ${alert.level}: ${alert.target} ${alert.alert}: ${alert.detail}`;
    const body = JSON.stringify({ text, ...alert });
    for (let attempt = 1; attempt <= monitorLimits.webhookTries.value; attempt++) {
      try {
        await this.#post(body);
        this.lastFailure = null;
        return true;
      } catch (error) {
        this.lastFailure = reasonOf(error);
        await wait(attempt * 1000, undefined, { ref: false });
      }
    }
    return false;
  }

  async #post(body: string): Promise<void> {
    const request = await this.#requester();
    return new Promise((resolve, reject) => {
      const sending = request(this.#url, {
        method: 'POST',
        agent: false,
        timeout: this.#timeoutMs,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      });
      sending.once('timeout', () => sending.destroy(new Error('no answer in time')));
      sending.once('error', reject);
      sending.once('response', ({ statusCode = 0 }) => {
        // The answer's body says nothing that is needed.
        sending.destroy();
        if (statusCode >= 200 && statusCode < 300) resolve();
        else reject(new Error(`the receiver answered ${statusCode}`));
      });
      sending.end(body);
    });
  }

  /** TLS costs memory: it is loaded when an address asks for it. */
  async #requester(): Promise<Request> {
    if (this.#url.startsWith('http:')) return httpRequest;
    return (await import('node:https')).request as Request;
  }
}
