import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { consolePath } from '../api/address.ts';
import { follow } from './follow.ts';

/** Hears when something of the organization changed, and reads it again at once. A hidden page rests. */
export const useLive = (organizationId: string): void => {
  const queries = useQueryClient();
  useEffect(() => {
    const heard = () => void queries.invalidateQueries({ queryKey: ['organization', organizationId] });
    const address = `${consolePath}/changes/${encodeURIComponent(organizationId)}`;
    let stop: (() => void) | undefined;
    const followWhileSeen = () => {
      stop?.();
      stop = document.visibilityState === 'hidden' ? undefined : follow({ address, event: 'changed', heard });
    };
    followWhileSeen();
    document.addEventListener('visibilitychange', followWhileSeen);
    return () => {
      document.removeEventListener('visibilitychange', followWhileSeen);
      stop?.();
    };
  }, [organizationId, queries]);
};
