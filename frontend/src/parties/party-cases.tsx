import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { partyCasesQuery } from '../api/clients.ts';
import { partiesMessages as text } from './messages.ts';

/** The cases that a party is in, with its roles there; renders nothing without any. */
export function PartyCases({ partyId }: { partyId: string }) {
  const { data } = useQuery(partyCasesQuery(partyId));
  if (!data || data.items.length === 0) return null;
  return (
    <section className="sm:col-span-2">
      <h3 className="mb-1 text-sm font-medium text-dim">{text.columns.cases}</h3>
      <ul className="text-sm">
        {data.items.map((item) => (
          <li key={item.id} className="py-0.5">
            <Link href={`/cases/${item.id}`} className="link">
              {item.title}
            </Link>{' '}
            <span className="text-xs text-faint">{item.roles.join(', ')}</span>
          </li>
        ))}
      </ul>
      {data.nextCursor !== null && <p className="text-xs text-faint">{text.moreCases}</p>}
    </section>
  );
}
