import type { BulkKindName } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { CasesService } from '../cases/cases.service.ts';
import { ClientsService } from '../clients/clients.service.ts';
import { PartiesService } from '../parties/parties.service.ts';
import { TasksService } from '../tasks/tasks.service.ts';
import type { AnyBulkKind } from './bulk-kind.ts';
import { bulkCases } from './kinds/bulk-cases.ts';
import { bulkClients } from './kinds/bulk-clients.ts';
import { bulkParties } from './kinds/bulk-parties.ts';
import { bulkTasks } from './kinds/bulk-tasks.ts';

/** The kinds with the services behind them. */
@Injectable()
export class BulkKinds {
  readonly #kinds: Readonly<Record<BulkKindName, AnyBulkKind>>;

  constructor(
    cases: CasesService,
    clients: ClientsService,
    parties: PartiesService,
    tasks: TasksService,
  ) {
    this.#kinds = {
      cases: bulkCases(cases),
      clients: bulkClients(clients),
      parties: bulkParties(parties),
      tasks: bulkTasks(tasks),
    };
  }

  of(name: BulkKindName): AnyBulkKind {
    return this.#kinds[name];
  }
}
