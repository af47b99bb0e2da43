import type { ReactNode } from 'react';
import { isApiProblem, type ApiProblem } from '../api/api-problem.ts';
import { wordsOf } from '../words/problems.ts';
import { SignInBeside } from '../session/sign-in-beside.tsx';
import { Soft } from './layout.tsx';
import { Notice } from './notice.tsx';

const needsSignIn = ({ code }: ApiProblem): boolean =>
  code === 'session-ended' || code === 'not-authenticated';

const issuesOf = ({ problem }: ApiProblem): ReactNode =>
  problem?.issues?.map(({ path, message }) => (
    <li key={path}>
      <code>{path}</code>: {message}
    </li>
  ));

/** What went wrong, what to do, and the number that finds it in the logs. */
export const ProblemNotice = ({ error }: { readonly error: Error | null }) => {
  if (error === null) return null;
  if (!isApiProblem(error))
    return (
      <Notice tone="bad" title="Something went wrong in this page.">
        Reload it; nothing was changed.
      </Notice>
    );
  const { what, todo } = wordsOf(error);
  return (
    <Notice
      tone={error.code === 'unreachable' ? 'warn' : 'bad'}
      title={what}
      action={needsSignIn(error) && <SignInBeside />}
    >
      <p>{todo}</p>
      {error.problem?.detail !== undefined && <p>{error.problem.detail}</p>}
      <ul>{issuesOf(error)}</ul>
      {error.problem !== null && (
        <Soft>
          {error.code} · {error.problem.correlationId}
        </Soft>
      )}
    </Notice>
  );
};
