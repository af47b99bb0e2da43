import { JetStreamApiError, type JetStreamManager, type StreamInfo } from '@nats-io/jetstream';

const streamNotFound = 10_059;

/**
 * What the server says of the stream; undefined while it is not there. nats-server before 2.9.15 also tells of one that it
 * is only making, as made at no time: that one is not there either.
 */
export const findStream = async (
  manager: JetStreamManager,
  name: string,
): Promise<StreamInfo | undefined> => {
  try {
    const info = await manager.streams.info(name);
    return Date.parse(info.created) > 0 ? info : undefined;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
    throw error;
  }
};
