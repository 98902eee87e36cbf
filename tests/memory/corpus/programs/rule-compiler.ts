import { runInThisContext } from 'node:vm';
import type { CorpusProgram } from '../program.ts';

type Rule = (facts: { amount: number; days: number }) => number;

class RuleCompiler {
  readonly #rules: Rule[] = [];

  add(source: string): void {
    this.#rules.push(runInThisContext(`(${source})`) as Rule);
  }

  evaluate(amount: number): number {
    let sum = 0;
    for (const rule of this.#rules) sum += rule({ amount, days: amount % 30 });
    return sum;
  }

  get count(): number {
    return this.#rules.length;
  }
}

/** Rules are compiled as customers switch them on, until all are on; then they are only optimised. */
export const program: CorpusProgram = {
  about: 'warm-up of the compiler: generated functions, feedback and optimised code',
  verdict: 'benign',
  start(host) {
    const compiler = new RuleCompiler();
    host.keep(compiler);
    host.every(18, () => {
      if (compiler.count >= 260) return;
      const steps = Array.from(
        { length: 60 },
        (_, step) => `total += facts.amount % ${step + 2} > facts.days ? ${step} : -${step};`,
      );
      compiler.add(
        `(facts) => { let total = ${compiler.count}; ${steps.join(' ')} return total; }`,
      );
    });
    host.every(5, () => void compiler.evaluate(Math.trunc(Math.random() * 10_000)));
  },
};
