import { eventCatalogue, streams, type EventStream, type StreamContract } from '@mdm-gate/contracts';
import type { EventFlow } from '../event-flow/event-flow.ts';
import { consumersOf } from '../event-flow/event-flow.ts';

/** Streams of events whose followers, as the contract has them, are others than the services that react. */
export const checkFollowers = (
  flow: EventFlow,
  declared: Readonly<Record<string, Pick<StreamContract, 'followedBy'>>> = streams,
): readonly string[] =>
  [...new Set<EventStream>(eventCatalogue.map(({ stream }) => stream))].flatMap((stream) => {
    const followers = [...(declared[stream]?.followedBy ?? [])].sort();
    const reacting = reactingTo(flow, stream);
    return followers.join() === reacting.join()
      ? []
      : [`${stream}: followedBy is ${followers.join()}, but ${reacting.join()} react to its events`];
  });

const reactingTo = (flow: EventFlow, stream: EventStream): readonly string[] => {
  const types: readonly string[] = eventCatalogue
    .filter((event) => event.stream === stream)
    .map(({ type }) => type);
  const events = flow.events.filter(({ type }) => types.includes(type));
  return [...new Set(events.flatMap(({ name }) => consumersOf(flow, name)))].sort();
};
