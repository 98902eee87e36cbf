import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Delete, Get, Module, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import * as z from 'zod/mini';
import { Endpoint, Input } from '../endpoint.ts';

const open = { access: 'public', tag: 'probe' } as const;
const echoBody = z.strictObject({
  name: z.string().check(z.maxLength(50)),
  count: z.optional(z.number()),
});

/** Routes that only the tests of the HTTP layer need: each shows one behaviour of it. */
@Controller('probe')
class ProbeController {
  #release: () => void = () => undefined;

  @Get('small')
  @Endpoint({ ...open, summary: 'A small answer' })
  small(): object {
    return { hello: 'world' };
  }

  @Get('large')
  @Endpoint({ ...open, summary: 'A large answer' })
  large(): object {
    return { items: Array.from({ length: 500 }, (_, id) => ({ id, text: `item number ${id}` })) };
  }

  @Post('echo')
  @Endpoint({ ...open, summary: 'Answers its body', body: echoBody })
  echo(@Input('body') body: unknown): unknown {
    return body;
  }

  @Post('any')
  @Endpoint({ ...open, summary: 'Takes any body' })
  any(@Req() { body }: FastifyRequest): object {
    return { body: body ?? null };
  }

  @Post('stream')
  @Endpoint({ ...open, summary: 'Counts a streamed body', streams: ['application/x-ndjson'] })
  async stream(@Req() { body }: FastifyRequest): Promise<object> {
    let bytes = 0;
    for await (const piece of body as Readable) bytes += (piece as Buffer).length;
    return { bytes };
  }

  @Post('stream/late')
  @Endpoint({
    ...open,
    summary: 'Reads when its client is gone',
    streams: ['application/x-ndjson'],
  })
  async late(@Req() request: FastifyRequest): Promise<object> {
    await once(request.raw.socket, 'close');
    return this.stream(request);
  }

  @Get('fails')
  @Endpoint({ ...open, summary: 'Throws an error with a secret in it' })
  fails(): never {
    throw new Error('password of the database is hunter2');
  }

  @Get('breaks-off')
  @Endpoint({ ...open, summary: 'Fails after its headers were sent' })
  breaksOff(@Res() reply: FastifyReply): void {
    async function* pieces() {
      yield 'first line\n';
      await wait(20);
      throw new Error('source is gone');
    }
    void reply.type('text/plain').send(Readable.from(pieces()));
  }

  @Get('slow')
  @Endpoint({ ...open, summary: 'Answers after half a second' })
  async slow(): Promise<object> {
    await wait(500);
    return { done: true };
  }

  @Get('never')
  @Endpoint({ ...open, summary: 'Does not answer' })
  never(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Get('export')
  @Endpoint({ ...open, summary: 'A route that is shed early', priority: 'export' })
  exported(): object {
    return {};
  }

  @Get('events')
  @Endpoint({ ...open, summary: 'A stream whose second piece waits', produces: 'text/plain' })
  events(@Res() reply: FastifyReply): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#release = resolve;
    async function* pieces() {
      yield 'one '.repeat(600);
      await promise;
      yield 'two';
    }
    void reply.type('text/plain').send(Readable.from(pieces()));
  }

  @Post('events/release')
  @Endpoint({ ...open, summary: 'Lets the second piece go', status: 204 })
  release(): void {
    this.#release();
  }

  @Delete('closed')
  @Endpoint({ access: 'signed-in', summary: 'Only for those signed in', status: 204, tag: 'probe' })
  closed(): void {}

  @Get('items/:id')
  @Endpoint({ ...open, ids: 'firm', summary: 'One item', params: z.object({ id: z.string() }) })
  item(@Input('params') params: unknown): unknown {
    return params;
  }
}

/** The probe routes as a module beside the server's own. */
@Module({ controllers: [ProbeController] })
export class ProbeModule {}
