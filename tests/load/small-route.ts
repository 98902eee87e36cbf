// One small JSON route with more or less of the memory library around it. Decorators are called as
// functions, so that Node runs this file as it is.
import 'reflect-metadata';
import { createGovernor, LeakDetective } from '@lexiflow/memory';
import { MemoryModule } from '@lexiflow/memory-nestjs';
import { Controller, Get, Module, type CallHandler, type Provider } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import fastify, { type FastifyInstance } from 'fastify';

/** How much of the library is around the route, each beside the one without it that it is held against. */
export const variants = {
  /** Fastify alone. */
  fastify: 'fastify',
  /** The same once more: what differs from it by chance is the error of all the others. */
  'fastify-again': 'fastify',
  /** The governor runs, each request has an admitted account (hooks). */
  'fastify-governor': 'fastify',
  /** The leak detective besides: census, allocation sampling, watched requests. */
  'fastify-everything': 'fastify',
  /** NestJS on Fastify. */
  nest: 'nest',
  /** An empty guard for all calls. */
  'nest-guard': 'nest',
  /** An empty interceptor for all calls. */
  'nest-interceptor': 'nest',
  /** `MemoryModule`: the governor, and the guard for each call. */
  'nest-module': 'nest',
  /** `MemoryModule` with the leak detective. */
  'nest-everything': 'nest',
} as const;

/** Name of one of `variants`. */
export type Variant = keyof typeof variants;

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

const emptyParts: Partial<Record<Variant, Provider[]>> = {
  'nest-guard': [{ provide: APP_GUARD, useValue: { canActivate: () => true } }],
  'nest-interceptor': [
    {
      provide: APP_INTERCEPTOR,
      useValue: { intercept: (_context: unknown, next: CallHandler) => next.handle() },
    },
  ],
};

/** Builds `GET /small`, ready to be called, not listening yet. */
export async function buildSmallRoute(variant: Variant): Promise<FastifyInstance> {
  const app = variants[variant] === 'nest' ? await nestApp(variant) : fastifyApp(variant);
  await app.ready();
  return app;
}

function fastifyApp(variant: Variant): FastifyInstance {
  const app = fastify({ logger: false });
  if (variant === 'fastify-governor' || variant === 'fastify-everything') govern(app, variant);
  app.get('/small', async () => answer);
  return app;
}

function govern(app: FastifyInstance, variant: Variant): void {
  const governor = createGovernor().start();
  const detective =
    variant === 'fastify-everything'
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

async function nestApp(variant: Variant): Promise<FastifyInstance> {
  class AppModule {}
  const hasModule = variant === 'nest-module' || variant === 'nest-everything';
  const leakDetection = variant === 'nest-everything';
  Module({
    controllers: [SmallController],
    imports: hasModule ? [MemoryModule.forRoot({ leakDetection })] : [],
    providers: emptyParts[variant] ?? [],
  })(AppModule);
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await app.init();
  return app.getHttpAdapter().getInstance() as FastifyInstance;
}
