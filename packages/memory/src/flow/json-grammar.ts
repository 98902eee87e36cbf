/** A fault inside one text: where, and what was expected there. */
export interface GrammarFault {
  readonly offset: number;
  readonly reason: string;
  /** The text ended too early rather than being wrong. */
  readonly isTruncated: boolean;
}

const quote = 0x22;
const backslash = 0x5c;

/**
 * Finds the first place where UTF-8 bytes are no JSON text (RFC 8259), or answers null when they
 * are one. Used only after `JSON.parse` has refused a record, to say where and why: V8's own
 * messages carry no dependable position and quote the input. O(bytes), no recursion.
 */
export function findGrammarFault(bytes: Uint8Array): GrammarFault | null {
  return new Grammar(bytes).run();
}

class Grammar {
  readonly #bytes: Uint8Array;
  readonly #open: ('{' | '[')[] = [];
  #at = 0;
  #fault: GrammarFault | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  run(): GrammarFault | null {
    do {
      if (!this.#value()) return this.#fault;
    } while (this.#open.length > 0 && this.#continue());
    if (this.#fault) return this.#fault;
    this.#space();
    if (this.#at < this.#bytes.length) this.#fail('unexpected content after the value');
    return this.#fault;
  }

  /** One value; containers are opened and left open. False after a fault. */
  #value(): boolean {
    for (;;) {
      this.#space();
      const byte = this.#bytes[this.#at];
      if (byte === 0x7b) {
        this.#at++;
        this.#space();
        if (this.#bytes[this.#at] === 0x7d) return this.#skip();
        this.#open.push('{');
        if (!this.#name()) return false;
      } else if (byte === 0x5b) {
        this.#at++;
        this.#space();
        if (this.#bytes[this.#at] === 0x5d) return this.#skip();
        this.#open.push('[');
      } else {
        return this.#scalar(byte);
      }
    }
  }

  /** Closes what ends here and stands before the next value; false when all is closed or at a fault. */
  #continue(): boolean {
    for (;;) {
      const container = this.#open.at(-1);
      if (!container) return false;
      this.#space();
      const byte = this.#bytes[this.#at];
      if (byte === 0x2c) {
        this.#at++;
        return container === '[' || this.#name();
      }
      if (byte !== (container === '{' ? 0x7d : 0x5d)) {
        return this.#fail(container === '{' ? "expected ',' or '}'" : "expected ',' or ']'");
      }
      this.#at++;
      this.#open.pop();
    }
  }

  #name(): boolean {
    this.#space();
    if (this.#bytes[this.#at] !== quote) return this.#fail('expected a property name in quotes');
    if (!this.#string()) return false;
    this.#space();
    if (this.#bytes[this.#at] !== 0x3a) return this.#fail("expected ':' after the property name");
    return this.#skip();
  }

  #scalar(byte: number | undefined): boolean {
    if (byte === quote) return this.#string();
    if (byte === 0x74) return this.#word('true');
    if (byte === 0x66) return this.#word('false');
    if (byte === 0x6e) return this.#word('null');
    if (byte === 0x2d || isDigit(byte)) return this.#number();
    return this.#fail('expected a value');
  }

  #string(): boolean {
    this.#at++;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === quote) return this.#skip();
      if (byte === undefined) return this.#fail('the string is not closed');
      if (byte < 0x20) return this.#fail('control character in a string; it must be escaped');
      this.#at++;
      if (byte === backslash && !this.#escape()) return false;
    }
  }

  #escape(): boolean {
    const byte = this.#bytes[this.#at];
    if (byte === 0x75) {
      this.#at++;
      for (let i = 0; i < 4; i++, this.#at++) {
        if (!isHex(this.#bytes[this.#at])) return this.#fail('expected four hexadecimal digits');
      }
      return true;
    }
    if (byte === undefined || !'"\\/bfnrt'.includes(String.fromCharCode(byte))) {
      return this.#fail('unknown escape in a string');
    }
    return this.#skip();
  }

  #number(): boolean {
    if (this.#bytes[this.#at] === 0x2d) this.#at++;
    if (this.#bytes[this.#at] === 0x30) this.#at++;
    else if (!this.#digits()) return false;
    if (this.#bytes[this.#at] === 0x2e) {
      this.#at++;
      if (!this.#digits()) return false;
    }
    if (this.#bytes[this.#at] === 0x65 || this.#bytes[this.#at] === 0x45) {
      this.#at++;
      if (this.#bytes[this.#at] === 0x2b || this.#bytes[this.#at] === 0x2d) this.#at++;
      return this.#digits();
    }
    return true;
  }

  #digits(): boolean {
    if (!isDigit(this.#bytes[this.#at])) return this.#fail('expected a digit');
    while (isDigit(this.#bytes[this.#at])) this.#at++;
    return true;
  }

  #word(word: string): boolean {
    for (let i = 0; i < word.length; i++, this.#at++) {
      if (this.#bytes[this.#at] !== word.charCodeAt(i)) return this.#fail('expected a value');
    }
    return true;
  }

  #space(): void {
    for (let byte = this.#bytes[this.#at]; isSpace(byte); byte = this.#bytes[this.#at]) this.#at++;
  }

  #skip(): true {
    this.#at++;
    return true;
  }

  #fail(reason: string): false {
    const isTruncated = this.#at >= this.#bytes.length;
    this.#fault = {
      offset: this.#at,
      reason: isTruncated ? `unexpected end: ${reason}` : reason,
      isTruncated,
    };
    return false;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}
