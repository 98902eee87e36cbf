import type { Session } from 'node:inspector';
import type { Field } from './own-fields.ts';

/** Variables that a function sees, as values, and where they stand. */
export interface Scope {
  readonly kind: 'closure' | 'module' | 'script';
  /** A throw-away object: one property per variable. */
  readonly variables: object;
}

/** What stands behind a function. */
export interface FunctionParts {
  readonly scopes: readonly Scope[];
  /** Target, `this` and arguments of a bound function. */
  readonly bound: readonly unknown[];
  /** `#private` fields of a class itself. */
  readonly statics: readonly Field[];
}

interface Handle {
  readonly objectId?: string;
  readonly value?: unknown;
}
interface Property {
  readonly name: string;
  readonly value?: Handle;
}
interface Properties {
  readonly internalProperties?: readonly Property[];
  readonly privateProperties?: readonly Property[];
}

const group = 'lexiflow';
const door = 'lexiflow:peephole';
// The inspector evaluates in the process's own context, and a test runner may have loaded this module in another
// one: their globals differ, Node's modules are the same.
const here = `process.getBuiltinModule('node:inspector')[Symbol.for('${door}')]`;
const scopeKinds = new Map<string, Scope['kind']>([
  ['Module', 'module'],
  ['Script', 'script'],
  ['Local', 'closure'],
  ['Closure', 'closure'],
  ['Block', 'closure'],
  ['Catch', 'closure'],
  ['Eval', 'closure'],
]);

/**
 * Reads what the language hides: `#private` fields and the variables of functions, through an
 * inspector session on the own thread. Only commands are used that are answered before `post` returns:
 * an answer that comes later may be sent while garbage is collected, and Node aborts then. Values are
 * handed over live. Open it, read and close it without awaiting: meanwhile a door stands on Node's module.
 */
export class Peephole implements Disposable {
  readonly #session: Session;
  readonly #desk: { value: unknown; taken: unknown[]; take(...values: unknown[]): void };
  readonly #deskId: string;

  private constructor(session: Session) {
    this.#session = session;
    const taken: unknown[] = [];
    this.#desk = { value: undefined, taken, take: (...values) => void taken.push(...values) };
    Object.defineProperty(shared(), Symbol.for(door), { value: this.#desk, configurable: true });
    this.#deskId = this.#openDesk();
  }

  /** Undefined where this Node has no inspector or permissions forbid it. */
  static open(): Peephole | undefined {
    let session: Session | undefined;
    let inspector: typeof import('node:inspector') | undefined;
    try {
      inspector = shared();
      session = new inspector.Session();
      session.connect();
      return new Peephole(session);
    } catch {
      if (inspector) Reflect.deleteProperty(inspector, Symbol.for(door));
      session?.disconnect();
      return undefined;
    }
  }

  /**
   * `#private` fields that hold an object or a number, those of classes it extends too. Texts among the fields are
   * copied on the way, about 20 ms a megabyte, and so is a list of entries if it is a Map or a Set.
   */
  privateFields(target: object): Field[] {
    const { privateProperties = [] } = this.#properties(target);
    const fields = this.#liveFields(privateProperties);
    this.#clear();
    return fields;
  }

  /** Variables that the function can reach but for globals, and the parts of a bound function. */
  functionParts(target: object): FunctionParts {
    const { internalProperties = [], privateProperties = [] } = this.#properties(target);
    const idOf = (name: string) =>
      internalProperties.find((each) => each.name === name)?.value?.objectId;
    const scopesId = idOf('[[Scopes]]');
    const [list] = scopesId === undefined ? [] : this.#handOver([scopesId]);
    const boundIds = ['[[TargetFunction]]', '[[BoundThis]]', '[[BoundArgs]]'].map(idOf);
    const bound = this.#handOver(boundIds.filter((id) => id !== undefined));
    const statics = this.#liveFields(privateProperties);
    this.#clear();
    return { scopes: list ? scopesOf(list as ArrayLike<RawScope>) : [], bound, statics };
  }

  /** Ends the session and lets go of every handle. */
  [Symbol.dispose](): void {
    this.#clear();
    try {
      this.#post('Runtime.releaseObjectGroup', { objectGroup: `${group}:desk` });
    } finally {
      Reflect.deleteProperty(shared(), Symbol.for(door));
      this.#session.disconnect();
    }
  }

  #properties(target: object): Properties {
    this.#desk.value = target;
    const objectId = this.#handle();
    return this.#post('Runtime.getProperties', { objectId, ownProperties: true }) as Properties;
  }

  /** Objects live, numbers as they are; the rest holds nothing that anyone looks for. */
  #liveFields(properties: readonly Property[]): Field[] {
    const held = properties.filter(({ value }) => value?.objectId !== undefined);
    const objects = this.#handOver(held.map(({ value }) => value!.objectId!));
    const numbers = properties.filter(({ value }) => typeof value?.value === 'number');
    return [
      ...held.map(({ name }, i) => [name, objects[i]] as const),
      ...numbers.map(({ name, value }) => [name, value!.value] as const),
    ];
  }

  /** The live values behind handles. */
  #handOver(ids: readonly string[]): unknown[] {
    if (ids.length === 0) return [];
    this.#post('Runtime.callFunctionOn', {
      objectId: this.#deskId,
      functionDeclaration: 'function (...values) { this.take(...values); }',
      arguments: ids.map((objectId) => ({ objectId })),
      silent: true,
    });
    return this.#desk.taken.splice(0);
  }

  #clear(): void {
    this.#desk.value = undefined;
    this.#desk.taken.length = 0;
    this.#post('Runtime.releaseObjectGroup', { objectGroup: group });
  }

  #openDesk(): string {
    const parameters = { expression: here, objectGroup: `${group}:desk`, silent: true };
    return idIn(this.#post('Runtime.evaluate', parameters));
  }

  /** The handle of what lies on the desk. */
  #handle(): string {
    const answer = this.#post('Runtime.callFunctionOn', {
      objectId: this.#deskId,
      functionDeclaration: 'function () { return this.value; }',
      objectGroup: group,
      silent: true,
    });
    return idIn(answer);
  }

  #post(method: string, parameters: object): unknown {
    let answer: unknown;
    let failure: Error | null = null;
    this.#session.post(method, parameters, (error: Error | null, result?: object) => {
      failure = error;
      answer = result;
    });
    if (failure) throw failure as Error;
    return answer;
  }
}

function shared(): typeof import('node:inspector') {
  return process.getBuiltinModule('node:inspector');
}

function idIn(answer: unknown): string {
  return (answer as { result: { objectId: string } }).result.objectId;
}

interface RawScope {
  readonly description: string;
  readonly object: object;
}

/** The list has no prototype, so it is no iterable. */
function scopesOf(raw: ArrayLike<RawScope>): Scope[] {
  const scopes: Scope[] = [];
  for (const { description, object } of Array.from(raw)) {
    const kind = scopeKinds.get(description.split(' ', 1)[0]!);
    if (kind !== undefined) scopes.push({ kind, variables: object });
  }
  return scopes;
}
