import type { Impact } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';

/** What would happen, asked for anew every ten seconds while somebody thinks about it. */
export const useImpact = (
  key: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<{ readonly body: object | null }>,
  enabled = true,
) =>
  useQuery({
    queryKey: ['impact', ...key],
    queryFn: async ({ signal }) => impactIn((await ask(signal)).body),
    gcTime: 0,
    enabled,
  });

const impactIn = (body: object | null): Impact | null =>
  body !== null && 'impact' in body ? (body as { impact: Impact | null }).impact : null;
