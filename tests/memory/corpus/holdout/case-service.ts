import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { loopbackClient } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

class CaseService extends EventEmitter<{ changed: [number] }> {
  readonly #context = new AsyncLocalStorage<{ readonly notes: string }>();

  within<T>(work: () => Promise<T>): Promise<T> {
    return this.#context.run({ notes: textOf(8_000) }, work);
  }

  async nextChange(): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const timer = setTimeout(() => resolve(0), 400);
    this.on('changed', resolve);
    const changed = await promise;
    this.off('changed', resolve);
    clearTimeout(timer);
    return changed + (this.#context.getStore()?.notes.length ?? 0);
  }
}

/** Requests wait for the next change with a listener, a timer and a context, and leave none behind. */
export const program: CorpusProgram = {
  about: 'long polls with listeners, timers and contexts that all end',
  verdict: 'benign',
  async start(host) {
    const service = new CaseService().setMaxListeners(0);
    host.keep(service);
    const app = fastify();
    app.addHook('onRequest', async (request) => host.watch('request', request));
    app.get('/changes', () => service.within(() => service.nextChange()).then((id) => ({ id })));
    await app.listen({ port: 0, host: '127.0.0.1' });
    host.signal.addEventListener('abort', () => void app.close());
    const client = loopbackClient(host, (app.server.address() as AddressInfo).port);
    host.every(18, async () => void (await client.ask('/changes')));
    host.every(1_300, () => void service.emit('changed', 7));
  },
};
