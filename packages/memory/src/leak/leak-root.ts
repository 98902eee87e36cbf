/** An object that lives as long as the process, and the name a person knows it by: in Nest a provider and its class. */
export interface LeakRoot {
  readonly name: string;
  readonly value: object;
}
