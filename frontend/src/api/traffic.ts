import type { AddressRule, AddressRuleBody, TrafficFigures } from '@lexiflow/contracts';
import { queryOptions } from '@tanstack/react-query';
import { LIVE_INTERVAL_MS } from './monitoring.ts';
import { request } from './request.ts';

/** Where the allow and block lists are read. */
export const ADDRESS_RULES_PATH = '/traffic/rules';

/** The limits in force and what was refused. */
export const trafficQuery = queryOptions({
  queryKey: ['traffic', 'figures'],
  queryFn: ({ signal }) => request<TrafficFigures>('/traffic', { signal }),
  refetchInterval: 5 * LIVE_INTERVAL_MS,
});

/** Allows or blocks a network. */
export function addAddressRule(body: AddressRuleBody): Promise<AddressRule> {
  return request(ADDRESS_RULES_PATH, { method: 'POST', body });
}

/** Removes a rule. */
export function removeAddressRule(id: string): Promise<void> {
  return request(`${ADDRESS_RULES_PATH}/${id}`, { method: 'DELETE' });
}
