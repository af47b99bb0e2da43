import { handlersOf, type EventFlow } from './event-flow.ts';
import type { RequestSource, RouteSource } from './contract-source.ts';

/** Each request is answered once, by the service it is asked of, and asked only by those who may. */
export const checkAnswers = (flow: EventFlow): readonly string[] => [
  ...flow.requests.flatMap((request) => [...checkAnswered(flow, request), ...checkAskers(flow, request)]),
  ...checkKnown(flow, 'Answers', flow.requestCatalogue),
];

/** Each route is served once, by the gateway. */
export const checkRoutes = (flow: EventFlow): readonly string[] => [
  ...flow.routes.flatMap((route) => checkServed(flow, route)),
  ...checkKnown(flow, 'Serves', flow.routeCatalogue),
];

const checkAnswered = (flow: EventFlow, { name, answeredBy }: RequestSource): readonly string[] => {
  const answers = handlersOf(flow, 'Answers', name);
  if (answers.length === 1 && answers[0]?.service === answeredBy) return [];
  const found = answers.map(({ path }) => path).join(', ') || 'nobody';
  return [`${name}: must be answered once, in apps/${answeredBy}; it is answered by ${found}`];
};

const checkAskers = (flow: EventFlow, { name, mayBeCalledBy }: RequestSource): readonly string[] =>
  handlersOf(flow, 'ask', name)
    .filter(({ service }) => !mayBeCalledBy.includes(service))
    .map(({ path }) => `${path}: asks ${name}, which only ${mayBeCalledBy.join(', ')} may`);

const checkServed = (flow: EventFlow, { name }: RouteSource): readonly string[] => {
  const served = handlersOf(flow, 'Serves', name);
  if (served.length === 1 && served[0]?.service === 'token-admin') return [];
  const found = served.map(({ path }) => path).join(', ') || 'nobody';
  return [`${name}: must be served once, in apps/token-admin; it is served by ${found}`];
};

const checkKnown = (
  flow: EventFlow,
  kind: 'Answers' | 'Serves',
  catalogue: readonly string[],
): readonly string[] =>
  flow.handlers
    .filter((handler) => handler.kind === kind)
    .flatMap(({ path, contracts }) =>
      contracts
        .filter((name) => !catalogue.includes(name))
        .map((name) => `${path}: @${kind}(${name}) is not in the catalogue`),
    );
