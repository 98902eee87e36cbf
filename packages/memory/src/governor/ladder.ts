/** Steps of the pressure ladder, from calm to the last resort. */
export const pressureLevels = ['normal', 'elevated', 'warning', 'critical', 'emergency'] as const;

/** One step of the ladder. */
export type PressureLevel = (typeof pressureLevels)[number];
