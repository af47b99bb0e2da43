import type { DeviceObservation } from '@mdm-gate/contracts';

/** What several observations of one device come to: as it was last seen, and as it last proceeded by a token. */
export interface ObservedDevice {
  readonly last: DeviceObservation;
  readonly firstSeenAt: string;
  readonly proceededAt: string | null;
  readonly proceededTokenId: string | null;
}

/** Instants have one form, so that they compare as texts. */
const isNewer = (at: string, than: string | null): boolean => than === null || at > than;

/** A device that goes on while the policy only monitors has not proceeded by a token. */
const proceeds = ({ decision, presented, tokenId }: DeviceObservation): boolean =>
  decision === 'proceed' &&
  tokenId !== null &&
  (presented === 'token-active' || presented === 'token-retiring');

const first = (observation: DeviceObservation): ObservedDevice => ({
  last: observation,
  firstSeenAt: observation.at,
  proceededAt: proceeds(observation) ? observation.at : null,
  proceededTokenId: proceeds(observation) ? observation.tokenId : null,
});

const merged = (known: ObservedDevice, observation: DeviceObservation): ObservedDevice => {
  const proceeded = proceeds(observation) && isNewer(observation.at, known.proceededAt);
  return {
    last: isNewer(observation.at, known.last.at) ? observation : known.last,
    firstSeenAt: isNewer(known.firstSeenAt, observation.at) ? observation.at : known.firstSeenAt,
    proceededAt: proceeded ? observation.at : known.proceededAt,
    proceededTokenId: proceeded ? observation.tokenId : known.proceededTokenId,
  };
};

/** One per device: the newest counts, whatever their order. */
export const mergedObservations = (observations: readonly DeviceObservation[]): readonly ObservedDevice[] => {
  const devices = new Map<string, ObservedDevice>();
  for (const observation of observations) {
    const known = devices.get(observation.deviceId);
    devices.set(observation.deviceId, known === undefined ? first(observation) : merged(known, observation));
  }
  return [...devices.values()];
};
