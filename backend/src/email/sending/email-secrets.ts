import type { TemplateName } from '../templates/catalogue.ts';

/** The email that a one-time link is made for. */
export interface SecretHolder {
  readonly emailId: string;
  readonly userId: string | null;
}

/** Makes a one-time link, as a path in the console; null when it should not be sent any more. */
export type SecretMaker = (holder: SecretHolder) => Promise<string | null>;

/**
 * Who makes the one-time link of a template. It is made anew at each try and stands nowhere but in
 * the message: neither in the queue nor in the log.
 */
export class EmailSecrets {
  readonly #makers = new Map<string, SecretMaker>();

  /** Registers the maker of a template, in a constructor. Throws when there is one. */
  register(template: TemplateName, make: SecretMaker): void {
    if (this.#makers.has(template)) throw new Error(`${template} has a maker of links already`);
    this.#makers.set(template, make);
  }

  /** A new link for an email of that template; null when nobody makes one. */
  async make(template: string, holder: SecretHolder): Promise<string | null> {
    return (await this.#makers.get(template)?.(holder)) ?? null;
  }
}
