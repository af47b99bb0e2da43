type Fields = Readonly<Record<string, unknown>>;

/** Where lines go: what every logger has. */
export interface Log {
  info(fields: Fields, text: string): void;
  warn(fields: Fields, text: string): void;
  error(fields: Fields, text: string): void;
}

const silenceMs = 10_000;

/** Lines that anybody could cause at any rate: the same text is written once in ten seconds, with how often it was meant. */
export class QuietLog {
  readonly #seen = new Map<string, { until: number; suppressed: number }>();

  constructor(private readonly logger: Log) {}

  /** `text` must be one of a few fixed texts. */
  warn(fields: Fields, text: string): void {
    this.#write('warn', fields, text);
  }

  error(fields: Fields, text: string): void {
    this.#write('error', fields, text);
  }

  #write(level: 'warn' | 'error', fields: Fields, text: string): void {
    const now = performance.now();
    const entry = this.#seen.get(text);
    if (entry !== undefined && now < entry.until) {
      entry.suppressed += 1;
      return;
    }
    this.#seen.set(text, { until: now + silenceMs, suppressed: 0 });
    const suppressed = entry?.suppressed ?? 0;
    this.logger[level](suppressed > 0 ? { ...fields, suppressed } : fields, text);
  }
}
