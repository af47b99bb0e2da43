import { pino, type DestinationStream, type Logger } from 'pino';
import { traceInLog } from '../tracing/traced.ts';

export type { Logger };

/** Names that hold secrets wherever they turn up; a second line of defence behind not logging them at all. */
const secretNames = [
  'mdmToken',
  'value',
  'password',
  'clientSecret',
  'client_secret',
  'access_token',
  'authorization',
  'credentials',
  'pkcs12',
  'pkcs12Password',
  'privateKey',
  'tenantCode',
];

const redactedPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);

export interface LoggerOptions {
  readonly level?: string;
  /** Where the lines go; standard error unless set, because standard output carries the ready line. */
  readonly destination?: DestinationStream;
}

/** JSON lines with the service's name, the ISO time and the error's code and stack. */
export const createLogger = (service: string, options: LoggerOptions = {}): Logger =>
  pino(
    {
      name: service,
      level: options.level ?? 'info',
      mixin: traceInLog,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[secret]' },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
