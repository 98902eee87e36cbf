/**
 * The tables of the database as Kysely sees them. Empty here: each feature adds its own by
 * declaration merging in its `x.schema.ts`, so that the platform knows no feature.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Tables {}
