import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

/** One selector of an expression: `metric{label="value"}`. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly {
    readonly label: string;
    readonly operator: string;
    readonly value: string;
  }[];
}

/** What a PromQL expression reads. */
export interface Query {
  readonly selectors: readonly Selector[];
  /** Labels that it groups or joins by. */
  readonly groupLabels: readonly string[];
}

/** Parses an expression; throws with the place where it is no PromQL. */
export function parseQuery(expression: string): Query {
  const selectors: Selector[] = [];
  const groupLabels: string[] = [];
  const text = (node: SyntaxNode | null): string =>
    node === null ? '' : expression.slice(node.from, node.to);
  parser.parse(expression).iterate({
    enter: ({ type, node, from }) => {
      if (type.isError)
        throw new Error(`no PromQL at "${expression.slice(from, from + 30)}": ${expression}`);
      if (type.name === 'VectorSelector')
        selectors.push({ metric: text(node.getChild('Identifier')), matchers: [] });
      if (type.name === 'UnquotedLabelMatcher') {
        const [label, operator, value] = [
          node.firstChild,
          node.firstChild?.nextSibling ?? null,
          node.lastChild,
        ];
        const last = selectors.at(-1);
        if (last === undefined) throw new Error(`a matcher without a selector: ${expression}`);
        selectors[selectors.length - 1] = {
          ...last,
          matchers: [
            ...last.matchers,
            { label: text(label), operator: text(operator), value: text(value).slice(1, -1) },
          ],
        };
      }
      if (type.name === 'GroupingLabels')
        groupLabels.push(...node.getChildren('LabelName').map((label) => text(label)));
    },
  });
  return { selectors, groupLabels };
}
