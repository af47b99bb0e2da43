import type { DevicesObserved, EventEnvelope, Platform } from '@mdm-gate/contracts';

/** That some device presented an active token. */
export interface TokenSighting extends Pick<
  EventEnvelope,
  'organizationId' | 'occurredAt' | 'correlationId' | 'actor'
> {
  readonly platform: Platform;
  readonly tokenId: string;
  readonly activeSetVersion: number;
}

/** Which tokens were presented on which platform: what many devices say is one sighting. */
export const sightingsIn = ({ observations, ...event }: DevicesObserved): readonly TokenSighting[] => {
  const { organizationId, occurredAt, correlationId, actor, activeSetVersion } = event;
  const seen = new Map<string, TokenSighting>();
  for (const { presented, platform, tokenId } of observations) {
    if (presented !== 'token-active' || tokenId === null) continue;
    const sighting = {
      organizationId,
      occurredAt,
      correlationId,
      actor,
      activeSetVersion,
      platform,
      tokenId,
    };
    seen.set(`${platform} ${tokenId}`, sighting);
  }
  return [...seen.values()];
};
