import { useId, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { Dialog } from './dialog.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { uiMessages } from './messages.ts';
import type { useForm } from './use-form.ts';

/** A dialog around one form: its fields, below them what went wrong, and the two ways out. */
export function FormDialog({
  title,
  submit,
  form,
  onClose,
  children,
  actions,
  columns = 1,
  wide = false,
  autoComplete = 'on',
}: {
  title: string;
  /** What the button says that sends the form. */
  submit: string;
  form: Pick<ReturnType<typeof useForm>, 'onSubmit' | 'busy' | 'failure'>;
  onClose: () => void;
  children: ReactNode;
  /** Further ways out, between cancelling and sending. */
  actions?: ReactNode;
  /** Fields side by side where the screen is wide enough. */
  columns?: 1 | 2;
  wide?: boolean;
  autoComplete?: 'on' | 'off';
}) {
  const id = useId();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide={wide}
      footer={
        <>
          <Button onClick={onClose}>{uiMessages.cancel}</Button>
          {actions}
          <Button type="submit" form={id} tone="primary" busy={form.busy}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        autoComplete={autoComplete}
        onSubmit={(event) => void form.onSubmit(event)}
        className={classNames('grid gap-4', columns === 2 && 'sm:grid-cols-2')}
      >
        {children}
        {form.failure !== null && (
          <div className="col-span-full">
            <ErrorPanel error={form.failure} />
          </div>
        )}
      </form>
    </Dialog>
  );
}
