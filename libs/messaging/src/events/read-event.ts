import { streams, type EventContract, type EventEnvelope, type EventStream } from '@mdm-gate/contracts';
import { readJson } from '../requests/read-json.ts';
import { messageBytesMax } from '../message-size.ts';

export type EventReading =
  | { readonly kind: 'of-no-interest' }
  | { readonly kind: 'invalid'; readonly detail: string }
  | { readonly kind: 'event'; readonly type: string; readonly event: EventEnvelope };

export interface StoredEvent {
  readonly subject: string;
  readonly data: Uint8Array;
}

/** The type stands in the subject, so that what is of no interest need not be read. */
export const typeIn = (subject: string): string => subject.slice(subject.lastIndexOf('.') + 1);

/** Reads a message of an event stream for a service that knows these contracts, by type. */
export const readEvent = (
  { subject, data }: StoredEvent,
  contracts: ReadonlyMap<string, EventContract>,
): EventReading => {
  const type = typeIn(subject);
  const contract = contracts.get(type);
  if (contract === undefined) return { kind: 'of-no-interest' };
  const reading = readJson(data, { schema: contract.schema, bytesMax: messageBytesMax, what: 'The event' });
  if (!reading.ok) return { kind: 'invalid', detail: withIssues(reading.detail, reading.issues) };
  const event = reading.value as EventEnvelope;
  return subject === subjectOf(contract.stream, event, type)
    ? { kind: 'event', type, event }
    : { kind: 'invalid', detail: 'The event is of another organization than its subject' };
};

const subjectOf = (stream: EventStream, { organizationId }: EventEnvelope, type: string): string =>
  `${streams[stream].subjectPrefix}.${organizationId}.${type}`;

const withIssues = (
  detail: string,
  issues: readonly { readonly path: string; readonly message: string }[] = [],
): string => [detail, ...issues.map(({ path, message }) => `${path}: ${message}`)].join('; ');
