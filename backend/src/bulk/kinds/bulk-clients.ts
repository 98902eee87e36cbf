import { clientBody, clientChange } from '@lexiflow/contracts';
import type { Client, ClientBody, ClientChange } from '@lexiflow/contracts';
import type { ClientsService } from '../../clients/clients.service.ts';
import type { BulkKind } from '../bulk-kind.ts';

/** Clients: named by the firm's number; deleting archives. */
export function bulkClients(clients: ClientsService): BulkKind<ClientBody, ClientChange, Client> {
  return {
    name: 'clients',
    body: clientBody,
    change: clientChange,
    unnamed: 'is needed where nothing else names the client',
    // A client stays the client that it is; who it is changes with its party.
    fixed: ['partyId', 'party'],
    isKept: (field, body, { partyId, name }) =>
      field === 'partyId' ? body.partyId === partyId : body.party?.name === name,
    naturalKey: ({ number }) => number ?? null,
    findNatural: (viewer, { number }) => clients.idOfNumber(viewer, number),
    get: (viewer, id) => clients.get(viewer, id),
    create: (actor, body, repeat) => clients.create(actor, body, repeat),
    update: (actor, id, version, change) => clients.change(actor, id, version, change),
    remove: (actor, id, version) => clients.setArchived(actor, id, version, true),
    removed: 'archived',
  };
}
