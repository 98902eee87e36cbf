import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.ts';
import { PartiesModule } from '../parties/parties.module.ts';
import { DocketController } from './docket.controller.ts';
import { DocketRepository } from './docket.repository.ts';
import { DocketService } from './docket.service.ts';
import { DocketImportController } from './import/docket-import.controller.ts';
import { DocketImportService } from './import/docket-import.service.ts';
import { DocketWriter } from './import/docket-writer.ts';
import { EntryReadings } from './import/entry-readings.ts';
import { EntryReadingsRepository } from './import/entry-readings.repository.ts';

@Module({
  imports: [CasesModule, PartiesModule],
  controllers: [DocketController, DocketImportController],
  providers: [
    DocketRepository,
    DocketService,
    DocketImportService,
    DocketWriter,
    EntryReadings,
    EntryReadingsRepository,
  ],
  exports: [DocketImportService, DocketService],
})
export class DocketModule {}
