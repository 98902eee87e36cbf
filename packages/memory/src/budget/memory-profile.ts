/** Presets of the memory plan. */
export const memoryProfiles = ['constrained', 'balanced', 'throughput', 'enterprise'] as const;

/** One preset. */
export type MemoryProfile = (typeof memoryProfiles)[number];

/** What a preset fixes: the whole budget, or the JavaScript heap from which the budget follows. */
export type ProfileSize = { readonly budgetMb: number } | { readonly heapMb: number };

/** `constrained` is a container of 384 MB in all; the others name the size of the heap. */
export const profileSizes: Readonly<Record<MemoryProfile, ProfileSize>> = {
  constrained: { budgetMb: 384 },
  balanced: { heapMb: 2048 },
  throughput: { heapMb: 4096 },
  enterprise: { heapMb: 8192 },
};
