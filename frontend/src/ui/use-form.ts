import { useState, type FormEvent } from 'react';
import { ApiError } from '../api/api-error.ts';

/** Messages by field name; the empty name holds what belongs to no field. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A zod schema as far as a form needs it. */
export interface FormSchema<Output> {
  safeParse(value: unknown):
    | { success: true; data: Output }
    | {
        success: false;
        error: { issues: ReadonlyArray<{ path: PropertyKey[]; message: string }> };
      };
}

/** Field errors from a server's refusal: `body.title` belongs to the field `title`. */
export function fieldErrors(error: ApiError): FieldErrors {
  return Object.fromEntries(
    error.fields.map((field) => [field.path.replace(/^body\.?/, ''), field.message]),
  );
}

/**
 * A form checked by the API's own schema before it is sent. Refusals of the server land on
 * their fields; `failure` holds what belongs to none.
 */
export function useForm<Output>(options: {
  schema: FormSchema<Output>;
  values: () => unknown;
  submit: (body: Output) => Promise<unknown>;
  /** Replaces the schema's message for a field. */
  messages?: Readonly<Record<string, string>>;
}) {
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setFailure(null);
    const parsed = options.schema.safeParse(options.values());
    if (!parsed.success) {
      const found = parsed.error.issues.map((issue) => {
        const name = issue.path.map(String).join('.');
        return [name, options.messages?.[name] ?? issue.message] as const;
      });
      setErrors(Object.fromEntries(found.reverse()));
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setErrors({});
    setBusy(true);
    try {
      await options.submit(parsed.data);
    } catch (error) {
      if (error instanceof ApiError && error.fields.length > 0) setErrors(fieldErrors(error));
      else setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { errors, failure, busy, onSubmit };
}
