import { PageHeader } from '../ui/page-header.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { Hints } from './hints.tsx';
import { queryMessages as text } from './messages.ts';
import { Pool } from './pool.tsx';
import { SlowStatements } from './slow-statements.tsx';

const PATH = '/operate/queries';
const views = ['slow', 'hints', 'pool'] as const;
const queryParams = { tab: oneOf(views, 'slow') };

/** What the database is asked: slow statements with their plans, hints, and the connections. */
export default function QueriesScreen() {
  const [{ tab }] = useSearchParams(queryParams);
  return (
    <>
      <PageHeader title={text.title} detail={text.detail} />
      <TabLinks
        label={text.views}
        tabs={views.map((name) => ({
          href: name === 'slow' ? PATH : `${PATH}?tab=${name}`,
          label: text.tabs[name],
          current: name === tab,
        }))}
      />
      {tab === 'slow' && <SlowStatements />}
      {tab === 'hints' && <Hints />}
      {tab === 'pool' && <Pool />}
    </>
  );
}
