import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { CollectedRoute } from '../platform/http/routes/collected-route.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { RefusalLog } from './refusal-log.ts';
import { requestFacts } from './request-facts.ts';

/** Records viewers who called a route that their permissions do not cover. */
@Injectable()
export class RouteRefusals implements OnModuleInit {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly refusals: RefusalLog,
  ) {}

  onModuleInit(): void {
    const server = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onResponse', (request, reply, done) => {
      const { viewer, route } = request;
      if (reply.statusCode === 403 && viewer && route && lacks(viewer, route)) {
        this.refusals.record(viewer.userId ?? viewer.kind, viewer, {
          action: 'access.refused',
          objectType: 'route',
          objectId: route.name,
          details: { permission: route.spec.access },
          ...requestFacts(request),
        });
      }
      done();
    });
  }
}

// Other refusals with 403 are recorded by the feature that knows the object.
function lacks(viewer: Viewer, { spec: { access } }: CollectedRoute): boolean {
  return access !== 'public' && access !== 'signed-in' && !viewer.permissions.has(access);
}
