import type { MemoryHost } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Global, Module } from '@nestjs/common';
import { CASE_VISIBILITY } from '../audit/case-visibility.ts';
import { AccessListener } from './access-listener.ts';
import { AccessSignals } from './access-signals.ts';
import { AccessService } from './access.service.ts';
import './authorization.schema.ts';
import { ExplainController } from './explain.controller.ts';
import { ExplainService } from './explain.service.ts';
import { FactsRepository } from './facts.repository.ts';
import { GrantController } from './grant.controller.ts';
import { GrantRepository } from './grant.repository.ts';
import { GrantService } from './grant.service.ts';
import { PermissionService } from './permission.service.ts';
import { TeamController } from './team.controller.ts';
import { TeamRepository } from './team.repository.ts';
import { TeamService } from './team.service.ts';
import { WallController } from './wall.controller.ts';
import { WallRepository } from './wall.repository.ts';
import { WallService } from './wall.service.ts';

@Global()
@Module({
  controllers: [TeamController, WallController, GrantController, ExplainController],
  providers: [
    AccessService,
    { provide: CASE_VISIBILITY, useExisting: AccessService },
    AccessSignals,
    AccessListener,
    FactsRepository,
    ExplainService,
    GrantRepository,
    GrantService,
    {
      provide: PermissionService,
      inject: [GrantRepository, AccessSignals, { token: GOVERNOR, optional: true }],
      useFactory: (grants: GrantRepository, signals: AccessSignals, governor?: MemoryHost) =>
        new PermissionService(grants, signals, governor ?? null),
    },
    TeamRepository,
    TeamService,
    WallRepository,
    WallService,
  ],
  exports: [AccessService, CASE_VISIBILITY, AccessSignals, PermissionService, TeamService],
})
export class AuthorizationModule {}
