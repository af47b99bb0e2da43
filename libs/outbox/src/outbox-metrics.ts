import { Gauge } from '@prometheus-io/client';
import type { Unpublished } from './unpublished.ts';

const unpublishedMessages = new Gauge({
  name: 'outbox_unpublished',
  help: 'Events that are committed and not yet in their stream',
});
const oldestSeconds = new Gauge({
  name: 'outbox_oldest_seconds',
  help: 'Age of the oldest event that is not yet in its stream',
});

export const measureUnpublished = (unpublished: readonly Unpublished[]): void => {
  unpublishedMessages.set(unpublished.reduce((sum, { messages }) => sum + messages, 0));
  oldestSeconds.set(Math.max(0, ...unpublished.map((each) => each.oldestSeconds)));
};
