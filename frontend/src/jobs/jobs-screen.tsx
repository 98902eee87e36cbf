import { useQuery } from '@tanstack/react-query';
import { eventConsumersQuery, jobQueuesQuery } from '../api/jobs.ts';
import { Badge } from '../ui/badge.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { DeadEvents } from './dead-events.tsx';
import { DeadJobs } from './dead-jobs.tsx';
import { jobMessages as text } from './messages.ts';
import { ConsumerTable, QueueTable } from './queue-tables.tsx';

const PATH = '/operate/jobs';
const views = ['queues', 'jobs', 'events'] as const;
const jobsParams = { tab: oneOf(views, 'queues') };

/** Queues, event consumers, and the dead letters of both with replay. */
export default function JobsScreen() {
  const [{ tab }] = useSearchParams(jobsParams);
  return (
    <>
      <PageHeader title={text.title} detail={text.detail} />
      <TabLinks
        label={text.views}
        tabs={views.map((name) => ({
          href: name === 'queues' ? PATH : `${PATH}?tab=${name}`,
          label: text.tabs[name],
          current: name === tab,
        }))}
      />
      {tab === 'queues' && <Overview />}
      {tab === 'jobs' && <DeadJobs />}
      {tab === 'events' && <DeadEvents />}
    </>
  );
}

function Overview() {
  const jobs = useQuery(jobQueuesQuery);
  const events = useQuery(eventConsumersQuery);
  const failed = [jobs, events].find(({ error }) => error !== null);
  return (
    <div className="flex flex-col gap-6">
      {failed?.error && <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />}
      {jobs.data?.isPaused && (
        <p>
          <Badge tone="warning">{text.paused}</Badge>
        </p>
      )}
      <section className="min-w-0">
        <h2 className="mb-2 font-semibold">{text.queues}</h2>
        {jobs.data ? <QueueTable rows={jobs.data.items} /> : <SkeletonRows rows={4} />}
      </section>
      <section className="min-w-0">
        <h2 className="mb-2 font-semibold">{text.consumers}</h2>
        {events.data ? <ConsumerTable rows={events.data.items} /> : <SkeletonRows rows={2} />}
      </section>
    </div>
  );
}
