import type { Impact } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { useChange } from './change.ts';

/** A change, and how it is asked beforehand whom it would halt. */
interface Weighed<Given, Result> {
  readonly organizationId: string;
  /** What the answer beforehand depends on. */
  readonly key: readonly unknown[];
  readonly ask: (signal: AbortSignal) => Promise<{ readonly body: object | null }>;
  /** Whether there is anything to ask yet. */
  readonly isAsked?: boolean;
  readonly change: (given: Given) => Promise<Result>;
  /** Told when it is made. */
  readonly done?: () => void;
}

/**
 * A change that is asked for anew every ten seconds while somebody thinks about it, and no more from the moment it is made:
 * what it was asked of is no longer there.
 */
export const useWeighedChange = <Given, Result>({
  organizationId,
  key,
  ask,
  isAsked = true,
  change: make,
  done,
}: Weighed<Given, Result>) => {
  const change = useChange(organizationId, make, done);
  const isThoughtAbout = change.isIdle || change.isError;
  // What was agreed to stays in sight while it is done.
  const preview = useQuery<Impact | null>({
    queryKey: ['impact', ...key],
    queryFn: async ({ signal }) => impactIn((await ask(signal)).body),
    gcTime: 0,
    enabled: isAsked && isThoughtAbout,
    placeholderData: (before) => (isThoughtAbout ? undefined : before),
  });
  return {
    change,
    impact: isAsked ? orNull(preview.data) : null,
    error: change.error ?? preview.error,
    /** Nobody can say yet whom it would halt. */
    isUnknown: isAsked && preview.isPending,
  };
};

const orNull = (impact: Impact | null | undefined): Impact | null => impact ?? null;

const impactIn = (body: object | null): Impact | null =>
  body !== null && 'impact' in body ? (body as { impact: Impact | null }).impact : null;
