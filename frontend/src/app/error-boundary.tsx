import { Component, type ReactNode } from 'react';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { appMessages } from './messages.ts';

/** Catches a failure of the screens below it and offers to start them again. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <main className="mx-auto max-w-2xl p-6">
        <h1 className="mb-4 text-xl font-semibold">{appMessages.crashedTitle}</h1>
        <ErrorPanel error={this.state.error} onRetry={() => this.setState({ error: null })} />
      </main>
    );
  }
}
