import { streams, type EventStream, type ServiceName } from '@mdm-gate/contracts';
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiError,
  ReplayPolicy,
  type Consumer,
  type ConsumerConfig,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { ackWaitMs } from './event-delivery.ts';
import { managerOf } from './streams-setup.ts';

export interface DurableConsumer {
  readonly service: ServiceName;
  readonly stream: EventStream;
  readonly types: readonly string[];
}

/** Deliveries without an answer, over all replicas. */
const ackPendingMax = 256;
const consumerExists = new Set([10_013, 10_148]);

/** The service's durable pull consumer on the stream, made or brought into line. All replicas share it. */
export const ensureConsumer = async (
  connection: NatsConnection,
  wanted: DurableConsumer,
): Promise<Consumer> => {
  const manager = await managerOf(connection);
  const { name } = streams[wanted.stream];
  const config = configOf(wanted, severalFilters(connection));
  try {
    await manager.consumers.add(name, config);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || !consumerExists.has(error.code)) throw error;
    await manager.consumers.update(name, wanted.service, config);
  }
  return manager.jetstream().consumers.get(name, wanted.service);
};

const configOf = (
  { service, stream, types }: DurableConsumer,
  severalFiltersWork: boolean,
): Partial<ConsumerConfig> => ({
  durable_name: service,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(ackWaitMs),
  deliver_policy: DeliverPolicy.All,
  replay_policy: ReplayPolicy.Instant,
  max_ack_pending: ackPendingMax,
  max_deliver: -1,
  ...filter(
    types.map((type) => `${streams[stream].subjectPrefix}.*.${type}`),
    severalFiltersWork,
  ),
});

/** Before nats-server 2.10 a consumer has one filter at most; then all is delivered, and what is of no interest is acknowledged. */
const filter = (subjects: readonly string[], severalFiltersWork: boolean): Partial<ConsumerConfig> => {
  const [first] = subjects;
  if (subjects.length === 1 && first !== undefined) return { filter_subject: first };
  return severalFiltersWork ? { filter_subjects: [...subjects] } : {};
};

const severalFilters = ({ info }: NatsConnection): boolean => {
  const [major = 0, minor = 0] = (info?.version ?? '').split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 10);
};
