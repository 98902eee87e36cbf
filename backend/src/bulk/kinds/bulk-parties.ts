import { partyBody, partyChange } from '@lexiflow/contracts';
import type { Party, PartyBody, PartyChange } from '@lexiflow/contracts';
import type { PartiesService } from '../../parties/parties.service.ts';
import type { BulkKind } from '../bulk-kind.ts';

/** Parties: two may have one name, so only a key names them; none is ever deleted. */
export function bulkParties(parties: PartiesService): BulkKind<PartyBody, PartyChange, Party> {
  return {
    name: 'parties',
    body: partyBody,
    change: partyChange,
    unnamed: 'is needed: nothing else names a party',
    fixed: [],
    isKept: () => true,
    naturalKey: () => null,
    findNatural: async () => null,
    get: (viewer, id) => parties.get(viewer, id),
    create: (actor, body, repeat) => parties.create(actor, body, repeat),
    update: (actor, id, version, change) => parties.change(actor, id, version, change),
  };
}
