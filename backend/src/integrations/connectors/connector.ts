import type {
  IntegrationCredentials,
  IntegrationKind,
  IntegrationRun,
  IntegrationSettings,
} from '@lexiflow/contracts';
import type { Account } from '@lexiflow/memory';

/** What a connector is given for one test or sync. */
export interface Connection<Kind extends IntegrationKind> {
  readonly integrationId: string;
  readonly name: string;
  readonly settings: IntegrationSettings<Kind>;
  /** In clear; never kept, logged or put in an error. */
  readonly credentials: IntegrationCredentials<Kind>;
  /** Aborted when the time is over or the server stops. */
  readonly signal: AbortSignal;
  readonly account: Account;
}

/** What a test saw or a sync did: plain counts and short texts, no secret. */
export type RunFacts = IntegrationRun['facts'];

/**
 * One kind of service. `test` connects, signs in and tries the least right that the kind needs; it
 * rejects with an AppError whose code tells the step. `sync` fetches and may be repeated or broken off
 * anywhere without losing or doubling anything.
 */
export interface Connector<Kind extends IntegrationKind> {
  readonly kind: Kind;
  test(connection: Connection<Kind>): Promise<RunFacts>;
  sync?(connection: Connection<Kind>): Promise<RunFacts>;
}
