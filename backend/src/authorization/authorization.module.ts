import { Global, Module } from '@nestjs/common';
import { CASE_VISIBILITY } from '../audit/case-visibility.ts';
import { AccessListener } from './access-listener.ts';
import { AccessSignals } from './access-signals.ts';
import { AccessService } from './access.service.ts';
import './authorization.schema.ts';
import { TeamController } from './team.controller.ts';
import { TeamRepository } from './team.repository.ts';
import { TeamService } from './team.service.ts';
import { WallController } from './wall.controller.ts';
import { WallRepository } from './wall.repository.ts';
import { WallService } from './wall.service.ts';

@Global()
@Module({
  controllers: [TeamController, WallController],
  providers: [
    AccessService,
    { provide: CASE_VISIBILITY, useExisting: AccessService },
    AccessSignals,
    AccessListener,
    TeamRepository,
    TeamService,
    WallRepository,
    WallService,
  ],
  exports: [AccessService, CASE_VISIBILITY, AccessSignals, TeamService],
})
export class AuthorizationModule {}
