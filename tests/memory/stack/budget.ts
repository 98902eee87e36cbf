/** The services that run together here, with the limits that the operating guide gives them. */
export const budgetMb = {
  api: 384,
  postgres: 512,
  redis: 64,
  nginx: 128,
  'memory-monitor': 32,
} as const;

export type ServiceName = keyof typeof budgetMb;
export const serviceNames = Object.keys(budgetMb) as ServiceName[];
