import { plantTree } from '../workspace/plant-tree.ts';
import { checkAnswers, checkRoutes } from './check-answers.ts';
import { checkCatalogues } from './check-catalogues.ts';
import { checkReactions } from './check-reactions.ts';
import { readEventFlow, type EventFlow } from './event-flow.ts';
import { renderEventFlow } from './render-event-flow.ts';

const checkAll = (flow: EventFlow, forObservers: Record<string, string>): readonly string[] => [
  ...checkCatalogues(flow),
  ...checkReactions(flow, forObservers),
  ...checkAnswers(flow),
  ...checkRoutes(flow),
];

const contracts = 'libs/contracts/src';
const created = `${contracts}/published-by-token-admin/token-created.ts`;
const delivered = `${contracts}/published-by-mdm-push/token-delivered.ts`;
const events = `${contracts}/event-catalogue.ts`;
const check = `${contracts}/asked-of-verifier/check.ts`;
const requests = `${contracts}/request-catalogue.ts`;
const route = `${contracts}/http/tokens.ts`;
const routes = `${contracts}/http/route-catalogue.ts`;
const reaction = 'apps/verifier/src/when-active-set-changed/when-active-set-changed.controller.ts';
const answer = 'apps/verifier/src/check-device/check-device.controller.ts';
const serving = 'apps/token-admin/src/create-token/create-token.controller.ts';
const asking = 'apps/mdm-push/src/reconcile/reconcile.ts';

const event = (name: string, type: string, publishedBy: string): string =>
  `export const ${name} = defineEvent({ type: '${type}', publishedBy: '${publishedBy}', stream: 'tokens', description: '' });`;
const request = (name: string, subject: string): string =>
  `export const ${name} = defineRequest({ subject: '${subject}', answeredBy: 'verifier', mayBeCalledBy: ['token-admin'] });`;
const method = (decorator: string): string => `class Controller { ${decorator} handle(): void {} }`;

/** A workspace in order. Each case below changes one file of it. */
const inOrder: Readonly<Record<string, string>> = {
  [created]: `${event('tokenCreated', 'TokenCreated', 'token-admin')}
    export const tokenEvents = [tokenCreated] as const;`,
  [delivered]: event('tokenDelivered', 'TokenDelivered', 'mdm-push'),
  [events]: 'export const eventCatalogue = [...tokenEvents, tokenDelivered] as const;',
  [check]: request('checkPairing', 'mdm.check.pairing'),
  [requests]: 'export const requestCatalogue = [checkPairing] as const;',
  [route]: "export const createTokenRoute = defineRoute({ method: 'POST', path: '/tokens' });",
  [routes]: 'export const routeCatalogue: readonly RouteContract[] = [createTokenRoute];',
  [reaction]: method('@When(...tokenEvents)'),
  [answer]: method('@Answers(checkPairing)'),
  [serving]: method('@Serves(createTokenRoute)'),
};

const violationsWith = (
  changes: Readonly<Record<string, string>>,
  forObservers: Record<string, string> = { TokenDelivered: 'reason' },
): string => {
  const tree = plantTree({ ...inOrder, ...changes });
  try {
    return checkAll(readEventFlow(tree.root), forObservers).join('\n');
  } finally {
    tree.remove();
  }
};

describe('a planted violation of the event flow', () => {
  it('is the only thing that is found: the workspace around it is in order', () => {
    expect(violationsWith({})).toBe('');
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'an event in the folder of another service',
      { [created]: '', [`${contracts}/published-by-mdm-push/a.ts`]: inOrder[created] ?? '' },
      'tokenCreated belongs in published-by-token-admin/',
    ],
    [
      'an event that is not in the catalogue',
      { [events]: 'export const eventCatalogue = [tokenDelivered];' },
      'tokenCreated is not in eventCatalogue',
    ],
    [
      'a name in the catalogue that is no event',
      { [events]: 'export const eventCatalogue = [...tokenEvents, tokenDelivered, tokenLost];' },
      'eventCatalogue: tokenLost is not defined',
    ],
    [
      'an event that stands in the catalogue twice',
      { [events]: 'export const eventCatalogue = [...tokenEvents, tokenDelivered, tokenCreated];' },
      'eventCatalogue: tokenCreated stands there twice',
    ],
    [
      'two events of one type',
      { [delivered]: event('tokenDelivered', 'TokenCreated', 'mdm-push') },
      'event: TokenCreated stands there twice',
    ],
    [
      'a request in the folder of another service',
      { [check]: '', [`${contracts}/asked-of-mdm-push/check.ts`]: inOrder[check] ?? '' },
      'checkPairing belongs in asked-of-verifier/',
    ],
    [
      'a request that is not in the catalogue',
      { [requests]: 'export const requestCatalogue = [];' },
      'checkPairing is not in requestCatalogue',
    ],
    [
      'two requests on one subject',
      { [`${contracts}/asked-of-verifier/again.ts`]: request('checkAgain', 'mdm.check.pairing') },
      'subject: mdm.check.pairing stands there twice',
    ],
    [
      'a route outside its folder',
      { [route]: '', [`${contracts}/tokens.ts`]: inOrder[route] ?? '' },
      'createTokenRoute stands outside http/',
    ],
    [
      'a route that is not in the catalogue',
      { [routes]: 'export const routeCatalogue = [];' },
      'createTokenRoute is not in routeCatalogue',
    ],
    [
      'a reaction outside a when-… folder',
      { 'apps/verifier/src/check-device/more.ts': method('@When(tokenCreated)') },
      '@When stands outside a when-… folder',
    ],
    [
      'a reaction to what is no event',
      { 'apps/verifier/src/when-x/x.controller.ts': method('@When(tokenLost)') },
      '@When(tokenLost) is not an event of the catalogue',
    ],
    [
      'a when-… folder that does not react',
      { 'apps/mdm-push/src/when-token-lost/a.ts': '' },
      'apps/mdm-push/src/when-token-lost: there is no @When in it',
    ],
    [
      'an event that nobody hears',
      { [reaction]: method('@When()') },
      'TokenCreated: no service reacts to it',
    ],
    [
      'a request that nobody answers',
      { [answer]: '' },
      'checkPairing: must be answered once, in apps/verifier; it is answered by nobody',
    ],
    [
      'a request that two answer',
      { 'apps/verifier/src/check-again/check-again.controller.ts': method('@Answers(checkPairing)') },
      'checkPairing: must be answered once',
    ],
    [
      'a request that another service answers',
      { [answer]: '', 'apps/mdm-push/src/check/check.controller.ts': method('@Answers(checkPairing)') },
      'it is answered by apps/mdm-push/src/check/check.controller.ts',
    ],
    [
      'an answer to what is no request',
      { 'apps/mdm-push/src/check/check.controller.ts': method('@Answers(checkNothing)') },
      '@Answers(checkNothing) is not in the catalogue',
    ],
    [
      'a service that asks what it may not',
      { [asking]: 'export const ask = () => requester.ask(checkPairing, {});' },
      `${asking}: asks checkPairing, which only token-admin may`,
    ],
    [
      'a route that nobody serves',
      { [serving]: '' },
      'createTokenRoute: must be served once, in apps/token-admin',
    ],
    [
      'a route that is served twice',
      { 'apps/token-admin/src/again/again.controller.ts': method('@Serves(createTokenRoute)') },
      'createTokenRoute: must be served once',
    ],
    [
      'a controller of what is no route',
      { 'apps/token-admin/src/again/again.controller.ts': method('@Serves(lostRoute)') },
      '@Serves(lostRoute) is not in the catalogue',
    ],
  ])('is found: %s', (_, changes, message) => {
    expect(violationsWith(changes)).toContain(message);
  });

  it('is found: an event that is listed as for observers and heard', () => {
    expect(violationsWith({}, { TokenDelivered: '', TokenCreated: '' })).toContain(
      'TokenCreated: it is listed as for observers, but verifier reacts to it',
    );
  });

  it('is found: an event for observers that does not exist', () => {
    expect(violationsWith({}, { TokenDelivered: '', TokenLost: '' })).toContain(
      'there is no event TokenLost',
    );
  });

  it('shows in the document', () => {
    const tree = plantTree(inOrder);
    const before = readEventFlow(tree.root);
    tree.remove();
    const withoutListener = { ...before, handlers: before.handlers.filter(({ kind }) => kind !== 'When') };
    expect(renderEventFlow(before, {})).not.toBe(renderEventFlow(withoutListener, {}));
  });
});
