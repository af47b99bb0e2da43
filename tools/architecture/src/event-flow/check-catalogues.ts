import type { ContractSources, Source } from './contract-source.ts';
import type { EventFlow } from './event-flow.ts';

/** Each contract stands in the folder of the service it belongs to, and in its catalogue exactly once. */
export const checkCatalogues = (flow: EventFlow): readonly string[] => [
  ...flow.events.flatMap((event) => checkFolder(event, 'published-by', event.publishedBy)),
  ...flow.requests.flatMap((request) => checkFolder(request, 'asked-of', request.answeredBy)),
  ...flow.routes.flatMap((route) =>
    route.path.startsWith('http/') ? [] : [`${route.path}: the route ${route.name} stands outside http/`],
  ),
  ...checkCatalogue('eventCatalogue', flow.events, flow.eventCatalogue),
  ...checkCatalogue('requestCatalogue', flow.requests, flow.requestCatalogue),
  ...checkCatalogue('routeCatalogue', flow.routes, flow.routeCatalogue),
  ...checkDistinct(
    'event',
    flow.events.map(({ type }) => type),
  ),
  ...checkDistinct(
    'subject',
    flow.requests.map(({ subject }) => subject),
  ),
  ...checkDistinct(
    'route',
    flow.routes.map(({ method, route }) => `${method} ${route}`),
  ),
];

const checkFolder = ({ name, path }: Source, prefix: string, service: string): readonly string[] =>
  path.startsWith(`${prefix}-${service}/`)
    ? []
    : [`${path}: ${name} belongs in ${prefix}-${service}/, because ${prefix.replace('-', ' ')} ${service}`];

type CatalogueName = 'eventCatalogue' | 'requestCatalogue' | 'routeCatalogue';

const checkCatalogue = (
  catalogue: CatalogueName & keyof ContractSources,
  contracts: readonly Source[],
  names: readonly string[],
): readonly string[] => [
  ...contracts
    .filter(({ name }) => !names.includes(name))
    .map(({ name, path }) => `${path}: ${name} is not in ${catalogue}`),
  ...names
    .filter((name) => !contracts.some((contract) => contract.name === name))
    .map((name) => `${catalogue}: ${name} is not defined in any folder`),
  ...checkDistinct(catalogue, names),
];

const checkDistinct = (what: string, names: readonly string[]): readonly string[] =>
  names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `${what}: ${name} stands there twice`);
