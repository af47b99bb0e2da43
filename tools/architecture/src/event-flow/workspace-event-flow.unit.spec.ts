import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkAnswers, checkRoutes } from './check-answers.ts';
import { checkCatalogues } from './check-catalogues.ts';
import { checkReactions } from './check-reactions.ts';
import { readEventFlow } from './event-flow.ts';
import { eventsForObservers } from './events-for-observers.ts';
import { renderEventFlow } from './render-event-flow.ts';

describe('the event flow of this workspace', () => {
  const flow = readEventFlow(workspaceRoot);

  it('is read from contracts and services', () => {
    expect(flow.eventCatalogue).toContain('tokenRevoked');
    expect(flow.requestCatalogue).toContain('checkPairing');
    expect(flow.routeCatalogue).toContain('createTokenRoute');
  });

  it('has each contract in the folder of its service and in its catalogue', () => {
    expect(checkCatalogues(flow)).toEqual([]);
  });

  it('has a folder for each reaction and a listener for each event', () => {
    expect(checkReactions(flow, eventsForObservers)).toEqual([]);
  });

  it('has each request answered once, and asked only by those who may', () => {
    expect(checkAnswers(flow)).toEqual([]);
  });

  it('has each route served once', () => {
    expect(checkRoutes(flow)).toEqual([]);
  });

  it('is what docs/event-flow.md shows (else: npm run docs:event-flow)', () => {
    const shown = readFileSync(join(workspaceRoot, 'docs/event-flow.md'), 'utf8');
    expect(shown).toBe(renderEventFlow(flow, eventsForObservers));
  });
});
