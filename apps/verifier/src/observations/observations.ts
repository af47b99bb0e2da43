import type { CheckFlow, CheckRequest, DeviceObservation, DevicesObserved } from '@mdm-gate/contracts';
import type { Fingerprinter } from '@mdm-gate/encryption';
import type { EventPublisher } from '@mdm-gate/messaging';
import type { Clock } from '@mdm-gate/service-kit';
import type { KnownOrganization } from '../active-set/active-set-store.ts';
import type { Verdict } from '../decision/verdict.ts';
import { presentedState } from '../decision/decision.ts';
import { hashOf, type DeviceMemory, type Remembered } from './device-memory.ts';
import { GatheredObservations, type Gathered } from './gathered-observations.ts';
import { ObservationBudget } from './observation-budget.ts';
import type { LeftOut, ObservationMetrics } from './observation-metrics.ts';

export interface Seen {
  readonly request: CheckRequest;
  readonly flow: CheckFlow;
  readonly verdict: Verdict;
}

interface From {
  readonly publisher: Pick<EventPublisher, 'publish'>;
  readonly clock: Clock;
  readonly memory: DeviceMemory;
  readonly fingerprinter: Fingerprinter;
  readonly metrics: ObservationMetrics;
}

const dayMs = 86_400_000;
const valueTagLength = 4;

/**
 * Says what devices present at checks, and what came of it, when that changes and once a day: what any replica last said
 * of a device is remembered, for a bounded number of devices. Never fails a check, and never delays one. What is left
 * out, or lost on its way, is said at a later check of the device.
 */
export class Observations {
  readonly #memory: DeviceMemory;
  readonly #fingerprinter: Fingerprinter;
  readonly #metrics: ObservationMetrics;
  readonly #budget = new ObservationBudget();
  readonly #gathered: GatheredObservations;

  constructor({ memory, fingerprinter, metrics, ...from }: From) {
    this.#memory = memory;
    this.#fingerprinter = fingerprinter;
    this.#metrics = metrics;
    const onLost = (lost: Gathered): void => {
      for (const { deviceId } of lost.observations) memory.forget(lost.organizationId, deviceId);
    };
    this.#gathered = new GatheredObservations({ ...from, metrics, onLost });
  }

  /** An organization that is not known, or not known well enough, says nothing about its devices. */
  note(seen: Seen): void {
    const { finding } = seen.verdict;
    if (finding.known === 'organization') this.#note(seen, finding);
  }

  #note({ request, flow, verdict }: Seen, found: KnownOrganization): void {
    const { organizationId, deviceId } = request;
    const observed = this.#observed({ request, flow, verdict }, found);
    const known = this.#memory.recall(organizationId, deviceId);
    const toRemember = remembered(observed, known, verdict.nowMs);
    if (toRemember === null) return;
    const why = this.#whyNot(request, toRemember, verdict.nowMs);
    if (why === null) {
      const at = new Date(toRemember.atMs).toISOString();
      this.#gathered.add(organizationId, found.version, { ...observed, at });
    } else this.#metrics.leftOut(why);
  }

  /** What another replica has said. */
  hear({ id, organizationId, observations }: DevicesObserved): void {
    if (this.#gathered.isOwn(id)) return;
    for (const observation of observations) {
      const known = this.#memory.recall(organizationId, observation.deviceId);
      const atMs = Date.parse(observation.at);
      if (known !== null && known.atMs >= atMs) continue;
      const proven = (known?.proven ?? false) || hasProceeded(observation);
      this.#memory.remember(organizationId, observation.deviceId, {
        said: saidOf(observation),
        atMs,
        proven,
      });
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#gathered.stop();
  }

  #observed({ request, flow, verdict }: Seen, { token, device }: KnownOrganization): Observed {
    const { deviceId, platform } = request;
    const { reply, digests, nowMs } = verdict;
    const presented = presentedState({ presented: digests.length > 0, nowMs }, { token, device });
    return {
      deviceId,
      platform,
      flow,
      decision: reply.decision,
      reason: reply.reason,
      presented,
      tokenId: token?.tokenId ?? null,
      foreignFingerprint: presented === 'token-unknown' ? this.#fingerprintOf(request) : null,
      valueTag: token === null ? null : (digests[0]?.slice(0, valueTagLength) ?? null),
    };
  }

  #fingerprintOf({ organizationId, mdmToken }: CheckRequest): string | null {
    return mdmToken === null ? null : this.#fingerprinter.fingerprint(organizationId, mdmToken);
  }

  #whyNot({ organizationId, deviceId }: CheckRequest, toRemember: Remembered, nowMs: number): LeftOut | null {
    const why = this.#gathered.whyNot(nowMs);
    if (why !== null) return why;
    if (!this.#budget.take(organizationId, toRemember.proven, nowMs)) return 'rate';
    return this.#memory.remember(organizationId, deviceId, toRemember) ? null : 'memory';
  }
}

type Observed = Omit<DeviceObservation, 'at'>;

/** Null: the same was said of the device today. */
const remembered = (observed: Observed, known: Remembered | null, nowMs: number): Remembered | null => {
  const said = saidOf(observed);
  if (known?.said === said && dayOf(known.atMs) >= dayOf(nowMs)) return null;
  // It must count as newer than what was said before, whatever the clock of who said that.
  const atMs = Math.max(nowMs, (known?.atMs ?? 0) + 1);
  return { said, atMs, proven: known?.proven === true || hasProceeded(observed) };
};

const dayOf = (ms: number): number => Math.floor(ms / dayMs);

/** Stands for all that is said again when it changes. The flow does not: a device goes back and forth between the two. */
const saidOf = (observed: Observed): number => {
  const { platform, decision, reason, presented, valueTag, foreignFingerprint } = observed;
  return hashOf(valueTag ?? foreignFingerprint ?? '', hashOfWords(platform, decision, reason, presented));
};

/** The same few words stand in every observation: each is hashed once. */
const hashesOfWords = new Map<string, number>();

const hashOfWord = (word: string): number => {
  const known = hashesOfWords.get(word);
  if (known !== undefined) return known;
  const hash = hashOf(word, 0);
  hashesOfWords.set(word, hash);
  return hash;
};

const hashOfWords = (...words: readonly string[]): number =>
  words.reduce((hash, word) => Math.imul(hash, 31) + hashOfWord(word), 0) >>> 0;

/** A device that presents a token of the organization is no invention. */
const hasProceeded = ({ decision, presented }: Observed): boolean =>
  decision === 'proceed' && (presented === 'token-active' || presented === 'token-retiring');
