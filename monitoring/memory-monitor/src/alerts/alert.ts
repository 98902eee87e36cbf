/** What is looked at to raise an alert. */
export interface AlertCondition {
  readonly target: string;
  readonly alert: string;
  readonly level: 'warning' | 'critical';
  readonly holds: boolean;
  readonly detail: string;
}

/** A change of an alert: it began or it ended. */
export interface Alert {
  readonly at: string;
  readonly target: string;
  readonly alert: string;
  readonly level: 'warning' | 'critical';
  readonly state: 'firing' | 'resolved';
  readonly detail: string;
}
