export type Row = Readonly<Record<string, unknown>>;
export type RowPredicate = (row: Row) => boolean;

const TOKEN = /\s*(?:"([^"]*)"|'([^']*)'|([()])|(!=|=)|([^\s()='"!]+))/uy;

/** Null stands for a query that is malformed. */
function tokenize(query: string): string[] | null {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN);
  const text = query.trim();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) {
      return null;
    }
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '');
  }
  return tokens;
}

class QueryParser {
  private place = 0;

  constructor(private readonly tokens: readonly string[]) {}

  parse(): RowPredicate | null {
    const predicate = this.either();
    return this.place === this.tokens.length ? predicate : null;
  }

  private takes(...words: string[]): boolean {
    const taken = words.includes((this.tokens[this.place] ?? '').toLowerCase());
    this.place += taken ? 1 : 0;
    return taken;
  }

  private either(): RowPredicate | null {
    let left = this.both();
    while (left !== null && this.takes('or')) {
      const [first, second] = [left, this.both()];
      left = second === null ? null : (row) => first(row) || second(row);
    }
    return left;
  }

  private both(): RowPredicate | null {
    let left = this.term();
    while (left !== null && this.takes('and')) {
      const [first, second] = [left, this.term()];
      left = second === null ? null : (row) => first(row) && second(row);
    }
    return left;
  }

  private term(): RowPredicate | null {
    if (this.takes('(')) {
      const inner = this.either();
      return this.takes(')') ? inner : null;
    }
    const field = this.tokens[this.place]?.toLowerCase();
    this.place += 1;
    const differs = this.takes('!=', 'ne');
    if (field === undefined || (!differs && !this.takes('=', 'eq'))) {
      return null;
    }
    const value = this.tokens[this.place];
    this.place += 1;
    return value === undefined
      ? null
      : (row) => (this.reads(row, field).toLowerCase() === value.toLowerCase()) !== differs;
  }

  private reads(row: Row, field: string): string {
    const found = Object.entries(row).find(([name]) => name.toLowerCase() === field)?.[1];
    return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
      ? String(found)
      : '';
  }
}

/** `field=value`, `field EQ value`, `and`, `or`, brackets: what clients of both products were seen to send. */
export function parseQuery(query: string): RowPredicate | null {
  const tokens = tokenize(query);
  return tokens === null ? null : new QueryParser(tokens).parse();
}
