import { surveyConnections, type SurveyedOrganization } from '@mdm-gate/contracts';
import type { NatsLink, Requester } from '@mdm-gate/messaging';
import { CodedError, type Loops, type NextRound, type SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { ComparedRows } from './compared-rows.ts';
import type { OrganizationsConnections } from './organizations-connections.ts';

const askTimeoutMs = 10_000;
const roundTimeoutMs = 30 * 60_000;
/** A round that takes long, most of which is waiting, is followed by a pause so much longer. */
const pausePerRound = 20;

/** So often everything is compared even if nothing calls for it. */
const roundsBetweenWhole = 1_440;

export interface ComparisonOptions {
  readonly link: Pick<NatsLink, 'onConnected'>;
  readonly loops: Loops;
  readonly intervalMs: number;
  /** Of our own database: another one means that it may have gone back. */
  readonly history: () => Promise<string>;
}

/**
 * mdm-push owns the connections and knows what MDMs hold; what stands here is a copy. Its events are enough while nobody
 * loses anything, also when its database goes back: then it tells its stream. When ours does, or the way to NATS was lost,
 * after which the stream may be another one, everything is compared; also at the start, and once a day or so.
 */
export class ConnectionsComparison implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;
  /** When everything was compared last; null: it is to be. */
  #compared: { readonly history: string; readonly rounds: number } | null = null;
  #timesConnected = 0;

  constructor(
    private readonly requester: Requester,
    private readonly rows: ComparedRows,
    private readonly connections: OrganizationsConnections,
    private readonly options: ComparisonOptions,
  ) {
    const { loops, intervalMs } = options;
    const round = (signal: AbortSignal) => this.#round(signal);
    this.#loop = loops.add({ name: 'compare-connections', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.options.link.onConnected(() => {
      this.#timesConnected += 1;
      this.#compared = null;
      this.#loop.wakeUp();
    });
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(signal: AbortSignal): Promise<NextRound | undefined> {
    const history = await this.options.history();
    const last = this.#compared;
    if (last?.history === history && last.rounds < roundsBetweenWhole) {
      this.#compared = { history, rounds: last.rounds + 1 };
      return undefined;
    }
    const start = performance.now();
    const timesConnected = this.#timesConnected;
    const isWhole = await this.#compareAll(signal);
    if (isWhole && timesConnected === this.#timesConnected) this.#compared = { history, rounds: 0 };
    return { nextInMs: Math.max(this.options.intervalMs, (performance.now() - start) * pausePerRound) };
  }

  /** False: not everything could be. */
  async #compareAll(signal: AbortSignal): Promise<boolean> {
    let after: string | null = null;
    do {
      const page: { organizations: readonly SurveyedOrganization[]; last: string | null } | null =
        await this.requester
          .ask(surveyConnections, { after }, { timeoutMs: askTimeoutMs })
          .catch(noneWhileNobodyAnswers);
      if (page === null) return false;
      await this.#comparePage(page.organizations, { after, last: page.last });
      after = page.last;
    } while (after !== null && !signal.aborted);
    return after === null;
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
