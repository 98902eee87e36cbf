import type { BulkKindName } from '@lexiflow/contracts';
import type * as z from 'zod/mini';
import type { Actor } from '../audit/current-actor.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';

/** What every record has. */
export interface BulkRecord {
  readonly id: string;
  readonly version: number;
}

/**
 * One kind of records as bulk operations see it: the schemas of its single routes and the methods
 * of the service behind them.
 */
export interface BulkKind<Body extends object, Change extends object, Found extends BulkRecord> {
  readonly name: BulkKindName;
  readonly body: z.core.$ZodType<Body>;
  readonly change: z.core.$ZodType<Change>;
  /** What to say to an upsert that names no record. */
  readonly unnamed: string;
  /** Fields of a body that a record keeps for ever. */
  readonly fixed: readonly string[];
  /** Whether what a body says of a fixed field is what the record has. */
  isKept(field: string, body: Body, found: Found): boolean;
  /** What of a body by itself names its record; null when nothing does. */
  naturalKey(body: Readonly<Partial<Body>>): string | null;
  /** The id of the record with the natural key of a body, when the viewer may see it. */
  findNatural(viewer: Viewer, body: Body): Promise<string | null>;
  get(viewer: Viewer, id: string): Promise<Found>;
  create(actor: Actor, body: Body, repeat: Repeat): Promise<Found>;
  update(actor: Actor, id: string, version: number, change: Change): Promise<Found>;
  /** What stands for deleting, where the domain has it; `removed` is its status in the answer. */
  remove?(actor: Actor, id: string, version: number): Promise<Found>;
  readonly removed?: 'archived' | 'updated';
}

/** A kind whose records nobody looks into. */
export type AnyBulkKind = BulkKind<object, object, BulkRecord>;
