import { surveyConnections, type SurveyedOrganization } from '@mdm-gate/contracts';
import type { Requester } from '@mdm-gate/messaging';
import { CodedError, type Loops, type NextRound, type SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { ComparedRows } from './compared-rows.ts';
import type { OrganizationsConnections } from './organizations-connections.ts';

const askTimeoutMs = 10_000;
const roundTimeoutMs = 30 * 60_000;
/** A round that takes long, most of which is waiting, is followed by a pause so much longer. */
const pausePerRound = 20;

/**
 * mdm-push owns the connections and knows what MDMs hold; what stands here is a copy. Its events are enough while nobody
 * loses anything: after a restore on either side, or a wiped stream, comparing is what brings the copy back.
 */
export class ConnectionsComparison implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly requester: Requester,
    private readonly rows: ComparedRows,
    private readonly connections: OrganizationsConnections,
    private readonly options: { readonly loops: Loops; readonly intervalMs: number },
  ) {
    const { loops, intervalMs } = options;
    const round = (signal: AbortSignal) => this.#round(signal);
    this.#loop = loops.add({ name: 'compare-connections', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(signal: AbortSignal): Promise<NextRound> {
    const start = performance.now();
    let after: string | null = null;
    do {
      const page: { organizations: readonly SurveyedOrganization[]; last: string | null } | null =
        await this.requester
          .ask(surveyConnections, { after }, { timeoutMs: askTimeoutMs })
          .catch(noneWhileNobodyAnswers);
      if (page === null) break;
      await this.#comparePage(page.organizations, { after, last: page.last });
      after = page.last;
    } while (after !== null && !signal.aborted);
    return { nextInMs: Math.max(this.options.intervalMs, (performance.now() - start) * pausePerRound) };
  }

  async #comparePage(
    surveyed: readonly SurveyedOrganization[],
    range: { readonly after: string | null; readonly last: string | null },
  ): Promise<void> {
    const known = await this.rows.knownConnections(range);
    const there = new Map(
      surveyed.map(({ organizationId, connectionIds }) => [organizationId, connectionIds]),
    );
    for (const organizationId of new Set([...known.keys(), ...there.keys()])) {
      if (isSame(known.get(organizationId) ?? [], there.get(organizationId) ?? [])) continue;
      await this.connections.settle(organizationId).catch(unlessUnknown);
    }
    await this.rows.noteHeld(surveyed);
  }
}

/** While mdm-push is not running there is nothing to compare with; its readiness says so, and the next round asks again. */
const noneWhileNobodyAnswers = (error: unknown): null => {
  if (error instanceof CodedError && error.code === 'no-responders') return null;
  throw error;
};

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((id) => others.includes(id));

/** An organization that is not known here (any more) has no copy that could be wrong. */
const unlessUnknown = (error: unknown): void => {
  if (!(error instanceof CodedError) || error.code !== 'not-found') throw error;
};
