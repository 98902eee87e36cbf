import {
  batchVariables,
  cacheVariables,
  compressionVariables,
  etlVariables,
  streamVariables,
  websocketVariables,
} from './flow.variables.ts';
import { mailVariables } from './mail.variables.ts';
import { leakVariables, memoryVariables } from './memory.variables.ts';
import { integrationVariables } from './integration.variables.ts';
import { outboundVariables } from './outbound.variables.ts';
import { logVariables, serverVariables } from './server.variables.ts';
import { databaseVariables, redisVariables } from './storage.variables.ts';
import { isVariable } from './variable.ts';
import type { Variable } from './variable.ts';
import { webhookVariables } from './webhook.variables.ts';

/** Every variable the server reads, in the shape of the configuration it becomes. */
export const catalogue = {
  server: serverVariables,
  log: logVariables,
  database: databaseVariables,
  redis: redisVariables,
  memory: memoryVariables,
  leaks: leakVariables,
  cache: cacheVariables,
  batch: batchVariables,
  etl: etlVariables,
  stream: streamVariables,
  compression: compressionVariables,
  websocket: websocketVariables,
  mail: mailVariables,
  outbound: outboundVariables,
  webhook: webhookVariables,
  integrations: integrationVariables,
};

/** All variables under a node of the catalogue, in order. */
export function variablesIn(node: object): Variable<unknown>[] {
  return Object.values(node).flatMap((child: object) =>
    isVariable(child) ? [child] : variablesIn(child),
  );
}
