import { useMay } from '../api/session.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { AccountSettings } from './account-settings.tsx';
import { ApiKeys } from './api-keys.tsx';
import { CalendarFeeds } from './calendar-feeds.tsx';
import { settingsMessages as text } from './messages.ts';
import { Roles } from './roles.tsx';
import { Users } from './users.tsx';

const views = ['account', 'keys', 'feeds', 'users', 'roles'] as const;
const settingsParams = { tab: oneOf(views, 'account') };

/** The viewer's own account, keys and calendar feeds, and the users for whoever manages them. */
export default function SettingsScreen() {
  const [{ tab }] = useSearchParams(settingsParams);
  const mayReadUsers = useMay('user:read');
  const mayMakeKeys = useMay('api-key:manage-own');
  const mayReadGrants = useMay('grant:read');
  const isOpen = {
    account: true,
    feeds: true,
    keys: mayMakeKeys,
    users: mayReadUsers,
    roles: mayReadGrants,
  };
  const open = views.filter((view) => isOpen[view]);
  return (
    <>
      <PageHeader title={text.title} />
      <TabLinks
        label={text.tabsLabel}
        tabs={open.map((view) => ({
          href: view === 'account' ? '/settings' : `/settings?tab=${view}`,
          label: text.tabs[view],
          current: view === tab,
        }))}
      />
      {tab === 'account' && <AccountSettings />}
      {tab === 'keys' && mayMakeKeys && <ApiKeys />}
      {tab === 'feeds' && <CalendarFeeds />}
      {tab === 'users' && mayReadUsers && <Users />}
      {tab === 'roles' && mayReadGrants && <Roles />}
    </>
  );
}
