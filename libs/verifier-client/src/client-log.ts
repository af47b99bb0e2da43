/** Where the client's troubles go: any logger that takes fields and a text, as pino does. */
export interface ClientLog {
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
  error(fields: Readonly<Record<string, unknown>>, text: string): void;
}

/** Warnings and errors as JSON lines on standard error. */
export const standardErrorLog = (name: string): ClientLog => {
  const writerOf =
    (level: string): ClientLog['warn'] =>
    (fields, text) => {
      const line = { level, time: new Date().toISOString(), name, ...fields, msg: text };
      process.stderr.write(`${JSON.stringify(line)}\n`);
    };
  return { info: () => undefined, warn: writerOf('warn'), error: writerOf('error') };
};
