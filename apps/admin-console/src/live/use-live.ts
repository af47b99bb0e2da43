import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { consolePath } from '../api/address.ts';

/** Hears when something of the organization changed, and reads it again at once. A hidden page rests. */
export const useLive = (organizationId: string): void => {
  const queries = useQueryClient();
  useEffect(() => {
    const readAgain = () => void queries.invalidateQueries({ queryKey: ['organization', organizationId] });
    let source: EventSource | undefined;
    const follow = () => {
      source?.close();
      source = undefined;
      if (document.visibilityState === 'hidden') return;
      source = new EventSource(`${consolePath}/changes/${encodeURIComponent(organizationId)}`);
      source.addEventListener('changed', readAgain);
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      source?.close();
    };
  }, [organizationId, queries]);
};
