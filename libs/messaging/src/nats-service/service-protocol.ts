/**
 * The discovery of NATS services (ADR-32 of the NATS architecture): what `nats micro` asks and expects.
 * https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-32.md
 */
export interface ServiceIdentity {
  readonly name: string;
  readonly id: string;
  readonly version: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ServiceDescription extends ServiceIdentity {
  readonly description: string;
  readonly started: Date;
}

export interface EndpointInfo {
  readonly name: string;
  readonly subject: string;
  readonly queue_group: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface EndpointStatistics {
  readonly requests: number;
  readonly errors: number;
  readonly lastError: string;
  readonly processingTimeMs: number;
}

export type Verb = 'PING' | 'INFO' | 'STATS';
export const verbs: readonly Verb[] = ['PING', 'INFO', 'STATS'];

/** `$SRV.PING`, `$SRV.PING.verifier`, `$SRV.PING.verifier.<id>` */
export const subjectsOf = (verb: Verb, { name, id }: ServiceIdentity): readonly string[] => [
  `$SRV.${verb}`,
  `$SRV.${verb}.${name}`,
  `$SRV.${verb}.${name}.${id}`,
];

/** Which no other replica answers. */
export const ownSubjectOf = ({ name, id }: ServiceIdentity): string => `$SRV.PING.${name}.${id}`;

const identity = ({ name, id, version, metadata }: ServiceIdentity) => ({ name, id, version, metadata });

export const pingResponse = (service: ServiceDescription) => ({
  type: 'io.nats.micro.v1.ping_response',
  ...identity(service),
});

export const infoResponse = (service: ServiceDescription, endpoints: readonly EndpointInfo[]) => ({
  type: 'io.nats.micro.v1.info_response',
  ...identity(service),
  description: service.description,
  endpoints,
});

export const statsResponse = (
  service: ServiceDescription,
  endpoints: readonly (EndpointInfo & { readonly statistics: EndpointStatistics })[],
) => ({
  type: 'io.nats.micro.v1.stats_response',
  ...identity(service),
  started: service.started.toISOString(),
  endpoints: endpoints.map(({ name, subject, queue_group, statistics }) => ({
    name,
    subject,
    queue_group,
    num_requests: statistics.requests,
    num_errors: statistics.errors,
    last_error: statistics.lastError,
    processing_time: nanoseconds(statistics.processingTimeMs),
    average_processing_time: nanoseconds(
      statistics.requests === 0 ? 0 : statistics.processingTimeMs / statistics.requests,
    ),
  })),
});

const nanoseconds = (timeMs: number): number => Math.round(timeMs * 1_000_000);
