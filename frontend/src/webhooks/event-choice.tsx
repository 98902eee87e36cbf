import { eventTypes, type EventType } from '@lexiflow/contracts';
import { webhookMessages as text } from './messages.ts';

/** Chooses types of events; null stands for all of them, also those that are still to come. */
export function EventChoice({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly EventType[] | null;
  error: string | undefined;
  onChange: (chosen: readonly EventType[] | null) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium text-dim">{text.events}</legend>
      <div className="flex flex-wrap gap-x-6">
        <label className="flex items-center gap-2 py-1 text-sm">
          <input type="radio" checked={chosen === null} onChange={() => onChange(null)} />
          {text.everyEvent}
        </label>
        <label className="flex items-center gap-2 py-1 text-sm">
          <input type="radio" checked={chosen !== null} onChange={() => onChange([])} />
          {text.chooseEvents}
        </label>
      </div>
      {chosen !== null && (
        <div className="mt-1 grid max-h-56 grid-cols-1 gap-x-4 overflow-y-auto rounded-md border border-line p-2 sm:grid-cols-2">
          {eventTypes.map((type) => (
            <label key={type} className="flex items-center gap-2 py-1 text-sm">
              <input
                type="checkbox"
                checked={chosen.includes(type)}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...chosen, type]
                      : chosen.filter((other) => other !== type),
                  )
                }
              />
              <code className="font-mono text-xs">{type}</code>
            </label>
          ))}
        </div>
      )}
      {error && (
        <p role="alert" className="mt-1 text-xs text-emergency">
          {error}
        </p>
      )}
    </fieldset>
  );
}
