import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.ts';
import { CourtsModule } from '../courts/courts.module.ts';
import { PartiesModule } from '../parties/parties.module.ts';
import { CaseAccess } from './case-access.ts';
import { CaseDuplicatesRepository } from './case-duplicates.repository.ts';
import { CaseDuplicatesService } from './case-duplicates.service.ts';
import { CasePartiesController } from './case-parties.controller.ts';
import { CasePartiesRepository } from './case-parties.repository.ts';
import { CasePartiesService } from './case-parties.service.ts';
import { CaseReferences } from './case-references.ts';
import { CaseReadings } from './case-readings.ts';
import { CasesController } from './cases.controller.ts';
import { CasesRepository } from './cases.repository.ts';
import { CasesService } from './cases.service.ts';
import { PartyCasesController } from './party-cases.controller.ts';
import { PartyReadings } from './party-readings.ts';
import { TimelineController } from './timeline.controller.ts';
import { TimelineRepository } from './timeline.repository.ts';
import { TimelineService } from './timeline.service.ts';

@Module({
  imports: [ClientsModule, CourtsModule, PartiesModule],
  controllers: [CasesController, CasePartiesController, PartyCasesController, TimelineController],
  providers: [
    CaseAccess,
    CaseDuplicatesRepository,
    CaseDuplicatesService,
    CasePartiesRepository,
    CasePartiesService,
    CaseReadings,
    CaseReferences,
    CasesRepository,
    CasesService,
    PartyReadings,
    TimelineRepository,
    TimelineService,
  ],
  exports: [CaseAccess, CaseReadings, CasesService, PartyReadings],
})
export class CasesModule {}
