import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useParams } from '@tanstack/react-router';
import { isApiProblem } from '../../api/api-problem.ts';
import { whoAmI } from '../../api/queries.ts';
import { Stack } from '../../components/layout.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { SessionEnded } from '../../session/session-ended.tsx';
import { SignInPage } from '../sign-in/sign-in.page.tsx';
import { useOrganizationName } from '../organization-name.ts';
import { organizationPages } from './organization-pages.ts';
import styles from './shell.module.css';
import { Shortcuts } from './shortcuts.tsx';
import { UserMenu } from './user-menu.tsx';

const Navigation = ({ organizationId }: { readonly organizationId: string }) => {
  const name = useOrganizationName(organizationId);
  return (
    <nav aria-label="Pages of the organization" className={styles['nav']}>
      <Link to="/" className={styles['organization']}>
        <span>Organization</span>
        <bdi title={organizationId}>{name}</bdi>
      </Link>
      <ul>
        {organizationPages.map(({ to, name }) => (
          <li key={to}>
            <Link
              to={to}
              params={{ organizationId }}
              activeOptions={{ exact: true }}
              activeProps={{ 'aria-current': 'page' }}
              data-name={name}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** What stands around every page. Without a session it is the page to sign in at. */
export const Shell = () => {
  const { organizationId } = useParams({ strict: false });
  const me = useQuery(whoAmI);
  if (me.data === undefined) return <Outside error={me.error} />;
  return (
    <div className={styles['shell']}>
      <a href="#page" className={styles['skip']}>
        Skip to the page
      </a>
      <header className={styles['top']}>
        <Link to="/" className={styles['brand']}>
          MDM Gate
        </Link>
        <UserMenu me={me.data} />
      </header>
      <div className={styles['body']}>
        {organizationId !== undefined && <Navigation organizationId={organizationId} />}
        <main id="page" className={styles['page']} tabIndex={-1}>
          <Stack>
            <SessionEnded error={me.error} />
            <Outlet />
          </Stack>
          <Shortcuts organizationId={organizationId} />
        </main>
      </div>
    </div>
  );
};

const Outside = ({ error }: { readonly error: Error | null }) => {
  // What is painted before one knows who asks would have to move.
  if (error === null) return null;
  const signedOut = isApiProblem(error) && ['not-authenticated', 'session-ended'].includes(error.code);
  if (signedOut) return <SignInPage />;
  return (
    <main className={styles['outside']}>
      <ProblemNotice error={error} />
    </main>
  );
};
