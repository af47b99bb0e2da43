import type { MdmApps, Platform } from '@mdm-gate/contracts';

export interface Sighting {
  readonly platform: Platform;
  /** The only connection that the token is for, or null. */
  readonly tokenConnectionId: string | null;
}

export interface PossibleSource {
  readonly connectionId: string;
  readonly apps: MdmApps;
}

/**
 * The connection whose MDM must hold a token that a device presented; null when it may have come from several. The
 * device does not say where it got the token from.
 */
export const provenConnection = (
  { platform, tokenConnectionId }: Sighting,
  connections: readonly PossibleSource[],
): string | null => {
  const sources = connections.filter(
    ({ apps, connectionId }) =>
      apps[platform] !== undefined && (tokenConnectionId === null || tokenConnectionId === connectionId),
  );
  const [only] = sources;
  return only !== undefined && sources.length === 1 ? only.connectionId : null;
};
