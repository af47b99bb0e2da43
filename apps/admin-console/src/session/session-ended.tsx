import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isApiProblem } from '../api/api-problem.ts';
import { Notice } from '../components/notice.tsx';
import { SignInBeside } from './sign-in-beside.tsx';
import { signedInAgain } from './signed-in-again.ts';

/** The session ended while somebody was at work: what they were typing stays, and signing in happens beside it. */
export const SessionEnded = ({ error }: { readonly error: Error | null }) => {
  const queries = useQueryClient();
  const ended = isApiProblem(error) && ['session-ended', 'not-authenticated'].includes(error.code);
  useEffect(
    () => (ended ? signedInAgain.listen(() => void queries.invalidateQueries()) : undefined),
    [ended, queries],
  );
  if (!ended) return null;
  return (
    <Notice tone="warn" title="Your session has ended." action={<SignInBeside />}>
      What you were typing is still here. Sign in in the new tab; this one then goes on.
    </Notice>
  );
};
