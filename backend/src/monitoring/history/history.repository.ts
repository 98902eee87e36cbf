import type { HistoryKind } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { historyLimits } from './history.limits.ts';
import './history.schema.ts';
import type { MinuteRow } from './minute-book.ts';

/** Figures of one series in one step of a chart. */
export interface StepRow {
  readonly series_id: number;
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: string;
  readonly bounds: number[];
  /** Begin of the step in seconds since the epoch. */
  readonly step: number;
  readonly value: number;
  readonly peak: number | null;
  readonly buckets: number[] | null;
}

/** Figures of one route over a range, of one of its metrics. */
export interface RouteRow {
  readonly name: string;
  readonly labels: string;
  readonly bounds: number[];
  readonly value: number;
  readonly buckets: number[] | null;
}

/** A part of time; seconds since the epoch, the end left out. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** SQL of the history. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly database: Database) {}

  /** A number for a process that writes, different from those of all others at work. */
  async newWriter(): Promise<number> {
    const { rows } = await sql<{ writer: number }>`
      select nextval('metric_writers')::int as writer`.execute(this.database.db);
    return rows[0]?.writer ?? 0;
  }

  /**
   * Writes the rows of a minute (epoch seconds); doing it again with the same or later figures of
   * the minute leaves the later ones. Answers how many rows had no series left to belong to.
   */
  async write(writer: number, minute: number, rows: readonly MinuteRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const given = JSON.stringify(rows.map((row) => ({ ...row, buckets: trimmed(row.buckets) })));
    return await this.database.transaction(async (trx) => {
      await this.#addSeries(trx, given);
      const { numAffectedRows = 0n } = await sql`
        insert into metric_minutes (series_id, at, writer, value, peak, buckets)
        select s.id, to_timestamp(${minute}::float8), ${writer}::int, g.value, g.peak, g.buckets
        from jsonb_to_recordset(${given}::jsonb) as g (name text, labels text,
            bounds double precision[], value double precision, peak double precision,
            buckets integer[])
          join metric_series as s using (name, labels, bounds)
        on conflict (series_id, at, writer) do update
          set value = excluded.value, peak = excluded.peak, buckets = excluded.buckets`.execute(
        trx,
      );
      return rows.length - Number(numAffectedRows);
    });
  }

  async #addSeries(trx: Transaction<Tables>, given: string): Promise<void> {
    await sql`
      with missing as (
        select g.*, row_number() over (partition by g.kind) as number
        from jsonb_to_recordset(${given}::jsonb) as g (kind text, type text, name text, labels text,
          across text, "isDetail" boolean, bounds double precision[])
        where not exists (select 1 from metric_series as s
          where (s.name, s.labels, s.bounds) = (g.name, g.labels, g.bounds)))
      insert into metric_series (kind, type, name, labels, across, is_detail, bounds)
      select m.kind, m.type, m.name, m.labels, m.across, m."isDetail", m.bounds from missing as m
      where m.number + (select count(*) from metric_series as s where s.kind = m.kind)
        <= ${historyLimits.seriesPerKind.value}::int
      on conflict (name, labels, bounds) do nothing`.execute(trx);
  }

  /** What was measured of a kind, in steps; the single series of many, or those of one route. */
  async steps(
    kind: HistoryKind,
    { from, to }: Span,
    stepSeconds: number,
    route: string | null,
  ): Promise<StepRow[]> {
    const which =
      route === null
        ? sql`not s.is_detail`
        : sql`s.is_detail and s.labels::jsonb ->> 'route' = ${route}`;
    const { rows } = await sql<StepRow>`
      with minutes as (
        select m.series_id, m.writer, m.value, m.peak, m.buckets,
          floor(extract(epoch from m.at) / ${stepSeconds}::float8) * ${stepSeconds}::float8 as step
        from metric_series as s join metric_minutes as m on m.series_id = s.id
        where s.kind = ${kind} and ${which}
          and m.at >= to_timestamp(${from}::float8) and m.at < to_timestamp(${to}::float8)),
      writers as (
        select series_id, step, writer, sum(value) as total, avg(value) as mean, max(peak) as peak
        from minutes group by series_id, step, writer),
      figures as (
        select series_id, step, sum(total) as total, sum(mean) as mean, max(mean) as highest,
          sum(peak) as peak, max(peak) as peak_of_all
        from writers group by series_id, step),
      counts as (
        select series_id, step, array_agg(count order by place) as buckets from (
          select series_id, step, place, sum(count)::bigint as count
          from minutes, unnest(buckets) with ordinality as b (count, place)
          group by series_id, step, place) as places
        group by series_id, step)
      select s.id as series_id, s.name, s.type, s.labels, s.bounds, f.step::float8 as step,
        case when s.type <> 'gauge' then f.total when s.across = 'sum' then f.mean
          else f.highest end as value,
        case when s.across = 'sum' then f.peak else f.peak_of_all end as peak, c.buckets
      from figures as f join metric_series as s on s.id = f.series_id
        left join counts as c on c.series_id = f.series_id and c.step = f.step
      order by s.name, s.labels, f.step`.execute(this.database.db);
    return rows;
  }

  /** What each route did in all of a span. */
  async routes({ from, to }: Span): Promise<RouteRow[]> {
    const places = Array.from(
      { length: 32 },
      (_, index) => sql`coalesce(sum(m.buckets[${sql.lit(index + 1)}]), 0)`,
    );
    const { rows } = await sql<RouteRow>`
      select s.name, s.labels, s.bounds, sum(m.value) as value,
        case when s.type = 'histogram'
          then (array[${sql.join(places)}]::bigint[])[:cardinality(s.bounds) + 1] end as buckets
      from metric_series as s join metric_minutes as m on m.series_id = s.id
      where s.kind = 'request' and s.is_detail
        and m.at >= to_timestamp(${from}::float8) and m.at < to_timestamp(${to}::float8)
      group by s.id`.execute(this.database.db);
    return rows;
  }

  /** Removes some of what is older than its time; answers how many rows. */
  async removeOld(): Promise<number> {
    const { numAffectedRows = 0n } = await sql`
      delete from metric_minutes where (series_id, at, writer) in (
        select series_id, at, writer from metric_minutes
        where at < now() - make_interval(days => ${historyLimits.keptDays.value}::int)
        limit ${historyLimits.cleanUpRows.value}::int)`.execute(this.database.db);
    return Number(numAffectedRows);
  }

  /** Removes series that have no figures any more; a new one may not have them yet. */
  async removeEmptySeries(): Promise<void> {
    await sql`delete from metric_series as s where s.made_at < now() - interval '1 hour'
      and not exists (select 1 from metric_minutes as m where m.series_id = s.id)`.execute(
      this.database.db,
    );
  }
}

// Most of a minute's requests take about as long: the buckets above them need no space.
function trimmed(buckets: readonly number[] | null): readonly number[] | null {
  return buckets && buckets.slice(0, buckets.findLastIndex((count) => count > 0) + 1);
}
