const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

/**
 * Index of the first character at which a text stops being JSON, or -1 when it is JSON. Used only
 * after `JSON.parse` has refused the text, because V8 does not always say where.
 */
export function locateJsonError(text: string): number {
  // One character per open bracket; the walk is a loop, so depth cannot exhaust the stack.
  const open: ('{' | '[')[] = [];
  let at = skip(SPACE, text, 0);
  let expects: 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'next' = 'value';
  for (;;) {
    if (expects === 'next') {
      const top = open.at(-1);
      if (top === undefined) return at === text.length ? -1 : at;
      const character = text[at];
      if (character === ',') {
        expects = top === '{' ? 'key' : 'value';
      } else if (character === (top === '{' ? '}' : ']')) {
        open.pop();
      } else {
        return at;
      }
      at = skip(SPACE, text, at + 1);
      continue;
    }
    if (expects === 'key' || expects === 'key-or-end') {
      if (expects === 'key-or-end' && text[at] === '}') {
        open.pop();
        at = skip(SPACE, text, at + 1);
        expects = 'next';
        continue;
      }
      const end = skip(STRING, text, at);
      if (end === at) return failureInString(text, at);
      at = skip(SPACE, text, end);
      if (text[at] !== ':') return at;
      at = skip(SPACE, text, at + 1);
      expects = 'value';
      continue;
    }
    const character = text[at];
    if (expects === 'value-or-end' && character === ']') {
      open.pop();
      at = skip(SPACE, text, at + 1);
      expects = 'next';
    } else if (character === '{' || character === '[') {
      open.push(character);
      at = skip(SPACE, text, at + 1);
      expects = character === '{' ? 'key-or-end' : 'value-or-end';
    } else {
      const end = skip(
        character === '"' ? STRING : /[-\d]/.test(character ?? '') ? NUMBER : WORD,
        text,
        at,
      );
      if (end === at) return failureInString(text, at);
      at = skip(SPACE, text, end);
      expects = 'next';
    }
  }
}

/** The bad escape or control character within a string, its missing end, or `at` for no string. */
function failureInString(text: string, at: number): number {
  if (text[at] !== '"') return at;
  const whole = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
  return skip(whole, text, at);
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
