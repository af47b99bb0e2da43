import { parkedSubject, type ErrorCode, type ServiceName } from '@mdm-gate/contracts';
import { jetstream, type JsMsg } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { jetstreamTimeoutMs } from './streams-setup.ts';

/** Headers of a message in MDM_PARKED, for an operator to read. */
export const parkedHeaders = {
  consumer: 'Mdm-Parked-By',
  code: 'Mdm-Parked-Error-Code',
  detail: 'Mdm-Parked-Error',
  deliveries: 'Mdm-Parked-Deliveries',
  stream: 'Mdm-Parked-Stream',
  sequence: 'Mdm-Parked-Sequence',
} as const;

export interface Parking {
  readonly service: ServiceName;
  readonly code: ErrorCode;
  readonly detail: string;
}

/** Keeps the message, as it is, in MDM_PARKED. Resolves when the server has stored it; twice makes one. */
export const park = async (
  connection: NatsConnection,
  message: JsMsg,
  { service, code, detail }: Parking,
): Promise<void> => {
  const { stream, streamSequence, deliveryCount, timestampNanos } = message.info;
  const set = headers();
  set.set(parkedHeaders.consumer, service);
  set.set(parkedHeaders.code, code);
  set.set(parkedHeaders.detail, detail.replace(/[\r\n]+/g, ' ').slice(0, 1_024));
  set.set(parkedHeaders.deliveries, String(deliveryCount));
  set.set(parkedHeaders.stream, stream);
  set.set(parkedHeaders.sequence, String(streamSequence));
  await jetstream(connection).publish(parkedSubject(service, message.subject), message.data, {
    headers: set,
    msgID: `${service}:${stream}:${streamSequence}:${timestampNanos}`,
    timeout: jetstreamTimeoutMs,
  });
};
