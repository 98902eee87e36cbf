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
  /** Half a microsecond of nothing in a hook: what any work of that length comes to in a measurement. */
  'fastify-spin': 'fastify',
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

/** `GET /small` of one variant. */
export interface SmallRoute {
  readonly app: FastifyInstance;
  /** Runs already, where the variant has one. */
  readonly detective: LeakDetective | null;
}

/** Builds `GET /small`, ready to be called, not listening yet. */
export async function buildSmallRoute(variant: Variant): Promise<SmallRoute> {
  const route = variants[variant] === 'nest' ? await nestApp(variant) : fastifyApp(variant);
  await route.app.ready();
  return route;
}

function fastifyApp(variant: Variant): SmallRoute {
  const app = fastify({ logger: false });
  const isGoverned = variant === 'fastify-governor' || variant === 'fastify-everything';
  const detective = isGoverned ? govern(app, variant === 'fastify-everything') : null;
  if (variant === 'fastify-spin') app.addHook('onRequest', spin);
  app.get('/small', async () => answer);
  return { app, detective };
}

function spin(_request: unknown, _reply: unknown, done: () => void): void {
  const untilMs = performance.now() + 0.0005;
  while (performance.now() < untilMs);
  done();
}

/** Runs a governor and gives each request an admitted account; with a leak detective if wanted. */
function govern(app: FastifyInstance, isWatched: boolean): LeakDetective | null {
  const governor = createGovernor().start();
  const detective = isWatched
    ? new LeakDetective({ governor, roots: () => [{ name: 'app', value: app }] })
    : null;
  detective?.start();
  app.addHook('onRequest', (request, reply, done) => {
    const admission = governor.admit({ route: 'GET /small', priority: 'interactive' });
    if (!admission.ok) return void reply.code(503).send(admission.refusal);
    detective?.watch('request', request);
    reply.raw.on('close', () => admission.account.close());
    done();
  });
  return detective;
}

async function nestApp(variant: Variant): Promise<SmallRoute> {
  class AppModule {}
  const hasModule = variant === 'nest-module' || variant === 'nest-everything';
  const leakDetection = variant === 'nest-everything';
  Module({
    controllers: [SmallController],
    imports: hasModule ? [MemoryModule.forRoot({ leakDetection })] : [],
    providers: emptyParts[variant] ?? [],
  })(AppModule);
  const nest = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await nest.init();
  const app = nest.getHttpAdapter().getInstance() as FastifyInstance;
  return { app, detective: leakDetection ? nest.get(LeakDetective) : null };
}
