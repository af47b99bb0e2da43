import { streams, type StreamContract } from '@mdm-gate/contracts';
import {
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { messageBytesMax } from '../message-size.ts';

/** A parked message is the event with headers of ours. */
const parkedBytesMax = messageBytesMax + 16 * 1_024;

export const jetstreamTimeoutMs = 5_000;
const duplicateWindowMs = 2 * 60 * 1_000;
const dayMs = 24 * 60 * 60 * 1_000;
const nameInUse = 10_058;

/** Makes the server have the streams of the catalogue, as the catalogue says. Several services may do so at once. */
export const ensureStreams = async (connection: NatsConnection, replicas: number): Promise<void> => {
  const manager = await managerOf(connection);
  for (const contract of Object.values<StreamContract>(streams))
    await ensure(manager, configOf(contract, replicas));
};

export const managerOf = (connection: NatsConnection): Promise<JetStreamManager> =>
  jetstreamManager(connection, { checkAPI: false, timeout: jetstreamTimeoutMs });

/** The server takes an equal stream for the same one, so adding is harmless; a differing one is brought into line. */
const ensure = async (manager: JetStreamManager, config: DeclaredConfig): Promise<void> => {
  try {
    await manager.streams.add(config);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== nameInUse) throw error;
    const { name, ...changeable } = config;
    await manager.streams.update(name, changeable);
  }
};

type DeclaredConfig = Partial<StreamConfig> & { readonly name: string };

const configOf = (contract: StreamContract, replicas: number): DeclaredConfig => ({
  name: contract.name,
  description: contract.description,
  subjects: [`${contract.subjectPrefix}.>`],
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.Old,
  max_msgs_per_subject: contract.messagesPerSubjectMax,
  max_age: contract.ageMaxDays === null ? 0 : nanos(contract.ageMaxDays * dayMs),
  max_msg_size: contract === streams.parked ? parkedBytesMax : messageBytesMax,
  duplicate_window: nanos(duplicateWindowMs),
  num_replicas: replicas,
  allow_direct: true,
});
