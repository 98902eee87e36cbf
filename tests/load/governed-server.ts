// One small JSON route with more or less of the memory library around it; VARIANT says how much:
//   fastify              Fastify alone
//   fastify-governor     the governor runs, each request has an admitted account (hooks)
//   fastify-everything   the leak detective besides: census, allocation sampling, watched requests
//   nest                 NestJS on Fastify
//   nest-module          MemoryModule: the governor, and the interceptor for each call
//   nest-everything      MemoryModule with the leak detective
// Decorators are called as functions, so that Node runs this file as it is.
import 'reflect-metadata';
import { createGovernor, LeakDetective } from '@lexiflow/memory';
import { MemoryModule } from '@lexiflow/memory-nestjs';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import fastify, { type FastifyInstance } from 'fastify';

const variant = process.env['VARIANT'] ?? '';
const port = Number(process.env['PORT']);
const answer = { id: '42', name: 'Small', tags: ['a', 'b'], active: true };

class SmallController {
  small(): typeof answer {
    return answer;
  }
}
Get('small')(
  SmallController.prototype,
  'small',
  Object.getOwnPropertyDescriptor(SmallController.prototype, 'small')!,
);
Controller()(SmallController);

if (variant.startsWith('nest')) await startNest(variant);
else await startFastify(variant);

async function startFastify(what: string): Promise<void> {
  const app = fastify({ logger: false });
  if (what !== 'fastify') govern(app, what === 'fastify-everything');
  app.get('/small', async () => answer);
  await app.listen({ port, host: '127.0.0.1' });
}

function govern(app: FastifyInstance, isEverything: boolean): void {
  const governor = createGovernor().start();
  const detective = isEverything
    ? new LeakDetective({ governor, roots: () => [{ name: 'app', value: app }] })
    : null;
  detective?.start();
  app.addHook('onRequest', (request, reply, done) => {
    const admission = governor.admit({ route: 'GET /small', priority: 'interactive' });
    if (!admission.ok) return void reply.code(503).send(admission.refusal);
    detective?.watch('request', request);
    reply.raw.once('close', () => admission.account.close());
    done();
  });
}

async function startNest(what: string): Promise<void> {
  class AppModule {}
  const leakDetection = what === 'nest-everything';
  Module({
    controllers: [SmallController],
    imports: what === 'nest' ? [] : [MemoryModule.forRoot({ leakDetection })],
  })(AppModule);
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await app.listen(port, '127.0.0.1');
}
