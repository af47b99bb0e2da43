import { consumersOf, type EventFlow } from './event-flow.ts';

/** Every reaction stands in a `when-…` folder, every such folder reacts, and every event is heard or listed as for observers. */
export const checkReactions = (
  flow: EventFlow,
  forObservers: Readonly<Record<string, string>>,
): readonly string[] => [
  ...flow.handlers
    .filter(({ kind, folder }) => kind === 'When' && !folder.startsWith('when-'))
    .map(({ path }) => `${path}: @When stands outside a when-… folder`),
  ...flow.handlers
    .filter(({ kind }) => kind === 'When')
    .flatMap(({ path, contracts }) =>
      contracts
        .filter((name) => !flow.eventCatalogue.includes(name))
        .map((name) => `${path}: @When(${name}) is not an event of the catalogue`),
    ),
  ...flow.folders
    .filter(({ folder }) => folder.startsWith('when-'))
    .flatMap((each) => checkFolder(flow, each)),
  ...flow.events.flatMap(({ name, type }) => checkHeard(consumersOf(flow, name), type, forObservers)),
  ...Object.keys(forObservers)
    .filter((type) => !flow.events.some((event) => event.type === type))
    .map((type) => `events for observers: there is no event ${type}`),
];

const checkFolder = (
  flow: EventFlow,
  { service, folder }: EventFlow['folders'][number],
): readonly string[] =>
  flow.handlers.some(
    (handler) => handler.kind === 'When' && handler.service === service && handler.folder === folder,
  )
    ? []
    : [`apps/${service}/src/${folder}: there is no @When in it`];

const checkHeard = (
  consumers: readonly string[],
  type: string,
  forObservers: Readonly<Record<string, string>>,
): readonly string[] => {
  const listed = Object.hasOwn(forObservers, type);
  if (consumers.length === 0 && !listed)
    return [`${type}: no service reacts to it, and it is not listed as for observers`];
  if (consumers.length > 0 && listed)
    return [`${type}: it is listed as for observers, but ${consumers.join(', ')} reacts to it`];
  return [];
};
