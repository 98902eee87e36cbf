import { permissions, type Permission } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { roleTableQuery } from '../api/access.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { uiMessages } from '../ui/messages.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { settingsMessages } from './messages.ts';

const text = settingsMessages.roles;

/** The permission table as the server enforces it: one column per role. */
export function Roles() {
  const { data, error, refetch } = useQuery(roleTableQuery);
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  const rows: readonly (Permission | null)[] = [null, ...permissions];
  return (
    <FigureTable
      caption={text.label}
      rows={rows}
      rowKey={(permission) => permission ?? 'scope'}
      empty={uiMessages.none}
      columns={[
        {
          header: text.permission,
          cell: (permission) =>
            permission === null ? (
              text.scope
            ) : (
              <code className="font-mono text-xs">{permission}</code>
            ),
        },
        ...data.items.map((row) => ({
          header: settingsMessages.users.roles[row.role],
          cell: (permission: Permission | null) => {
            if (permission === null) return text.scopes[row.caseScope];
            return row.permissions.includes(permission) ? (
              text.yes
            ) : (
              <span className="text-faint">{uiMessages.none}</span>
            );
          },
        })),
      ]}
    />
  );
}
