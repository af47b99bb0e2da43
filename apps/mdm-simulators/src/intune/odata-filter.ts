import { graphError } from './graph-error.ts';

export type ODataRecord = Readonly<Record<string, unknown>>;
export type Predicate = (record: ODataRecord) => boolean;

/** What a filter over one collection may name without a cast. */
export interface FilterScope {
  readonly typeName: string;
  readonly properties: ReadonlySet<string>;
}

const TOKEN = /\s*(?:(')((?:[^']|'')*)'|([A-Za-z_@][\w./-]*)|(-?\d+(?:\.\d+)?)|([(),]))/uy;

interface Token {
  readonly kind: 'string' | 'word' | 'number' | 'mark';
  readonly text: string;
}

function badFilter(message: string): never {
  throw graphError(400, `Invalid filter clause: ${message}`);
}

function tokenOf(match: RegExpExecArray): Token {
  const [, quote, text, word, number, mark] = match;
  if (quote !== undefined) {
    return { kind: 'string', text: (text ?? '').replaceAll("''", "'") };
  }
  if (word !== undefined) {
    return { kind: 'word', text: word };
  }
  return number === undefined ? { kind: 'mark', text: mark ?? '' } : { kind: 'number', text: number };
}

function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const text = filter.trim();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) {
      return badFilter('syntax error.');
    }
    tokens.push(tokenOf(match));
  }
  return tokens;
}

const LITERALS: Readonly<Record<string, unknown>> = { null: null, true: true, false: false };
const COMPARISONS: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  eq: (left, right) => (left ?? null) === right,
  ne: (left, right) => (left ?? null) !== right,
  gt: (left, right) => String(left) > String(right),
  ge: (left, right) => String(left) >= String(right),
  lt: (left, right) => String(left) < String(right),
  le: (left, right) => String(left) <= String(right),
};
const FUNCTIONS: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

class FilterParser {
  private place = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly scope: FilterScope,
  ) {}

  parse(): Predicate {
    const predicate = this.either();
    return this.place === this.tokens.length ? predicate : badFilter('syntax error.');
  }

  private next(kind?: Token['kind'], text?: string): Token {
    const token = this.tokens[this.place];
    this.place += 1;
    if (token === undefined || (kind ?? token.kind) !== token.kind || (text ?? token.text) !== token.text) {
      return badFilter(`unexpected '${token?.text ?? 'end'}'.`);
    }
    return token;
  }

  private takes(text: string): boolean {
    const token = this.tokens[this.place];
    const taken = token !== undefined && token.kind !== 'string' && token.text === text;
    this.place += taken ? 1 : 0;
    return taken;
  }

  private either(): Predicate {
    let left = this.both();
    while (this.takes('or')) {
      const [first, second] = [left, this.both()];
      left = (record) => first(record) || second(record);
    }
    return left;
  }

  private both(): Predicate {
    let left = this.negation();
    while (this.takes('and')) {
      const [first, second] = [left, this.negation()];
      left = (record) => first(record) && second(record);
    }
    return left;
  }

  private negation(): Predicate {
    if (this.takes('not')) {
      const inner = this.negation();
      return (record) => !inner(record);
    }
    if (this.takes('(')) {
      const inner = this.either();
      this.next('mark', ')');
      return inner;
    }
    return this.term();
  }

  private term(): Predicate {
    const { text: name } = this.next('word');
    return this.takes('(') ? this.call(name) : this.comparison(name);
  }

  private call(name: string): Predicate {
    if (name === 'isof') {
      const { text: type } = this.next('string');
      this.next('mark', ')');
      return (record) => record['@odata.type'] === `#${type}`;
    }
    const test = FUNCTIONS[name.toLowerCase()] ?? badFilter(`unknown function '${name}'.`);
    const read = this.property(this.next('word').text);
    this.next('mark', ',');
    const { text: part } = this.next('string');
    this.next('mark', ')');
    return (record) => {
      const text = read(record);
      return typeof text === 'string' && test(text, part);
    };
  }

  private comparison(name: string): Predicate {
    const read = this.property(name);
    const compare = COMPARISONS[this.next('word').text] ?? badFilter('unknown operator.');
    const literal = this.literal(this.next());
    return (record) => compare(read(record), literal);
  }

  private literal({ kind, text }: Token): unknown {
    if (kind === 'string') {
      return text;
    }
    if (kind === 'number') {
      return Number(text);
    }
    return text in LITERALS ? LITERALS[text] : text;
  }

  private property(name: string): (record: ODataRecord) => unknown {
    const [cast, casted] = name.split('/');
    if (casted !== undefined) {
      return (record) => record[casted];
    }
    if (!this.scope.properties.has(name)) {
      throw graphError(400, `Could not find a property named '${name}' on type '${this.scope.typeName}'.`);
    }
    return (record) => record[cast ?? name];
  }
}

/** The part of OData's `$filter` that clients were seen to use on Intune. Throws Graph's 400. */
export function parseFilter(filter: string, scope: FilterScope): Predicate {
  return new FilterParser(tokenize(filter), scope).parse();
}
