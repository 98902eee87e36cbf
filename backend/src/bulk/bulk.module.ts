import { bulkKinds } from '@lexiflow/contracts';
import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.ts';
import { ClientsModule } from '../clients/clients.module.ts';
import { PartiesModule } from '../parties/parties.module.ts';
import { PerformanceModule } from '../performance/performance.module.ts';
import { TasksModule } from '../tasks/tasks.module.ts';
import { bulkController } from './bulk.controller.ts';
import { BulkFigures } from './bulk-figures.ts';
import { BulkKeysRepository } from './bulk-keys.repository.ts';
import { BulkKinds } from './bulk-kinds.ts';
import { BulkService } from './bulk.service.ts';
import { BulkWriter } from './bulk-writer.ts';

@Module({
  imports: [CasesModule, ClientsModule, PartiesModule, PerformanceModule, TasksModule],
  controllers: bulkKinds.flatMap((kind) => bulkController(kind)),
  providers: [BulkFigures, BulkKeysRepository, BulkKinds, BulkService, BulkWriter],
})
export class BulkModule {}
