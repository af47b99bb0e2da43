import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { consolePath } from './api/address.ts';
import { activityFilterIn } from './pages/activity/activity-filter.ts';
import { devicesFilterIn } from './pages/devices/devices-filter.ts';
import { newFormIn } from './pages/new-form.ts';
import { policySearchIn } from './pages/policy/policy-search.ts';
import { NotFoundPage } from './pages/shell/not-found.page.tsx';
import { Shell } from './pages/shell/shell.tsx';
import { SignedOutPage, SignInFailedPage, WelcomeBackPage } from './pages/sign-in/sign-in.page.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });

const page = <Path extends string>(path: Path, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 256 ? value : undefined;

const signInFailed = createRoute({
  getParentRoute: () => root,
  path: '/sign-in-failed',
  component: SignInFailedPage,
  validateSearch: (search: Record<string, unknown>): { code?: string; correlationId?: string } => {
    const [code, correlationId] = [text(search['code']), text(search['correlationId'])];
    return { ...(code && { code }), ...(correlationId && { correlationId }) };
  },
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const inShell = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => shell, path, component });

const organizationPage = '/organizations/$organizationId';

const devices = createRoute({
  getParentRoute: () => shell,
  path: `${organizationPage}/devices`,
  component: lazyRouteComponent(() => import('./pages/devices/devices.page.tsx')),
  validateSearch: devicesFilterIn,
});

const activity = createRoute({
  getParentRoute: () => shell,
  path: `${organizationPage}/activity`,
  component: lazyRouteComponent(() => import('./pages/activity/activity.page.tsx')),
  validateSearch: activityFilterIn,
});

const policy = createRoute({
  getParentRoute: () => shell,
  path: `${organizationPage}/policy`,
  component: lazyRouteComponent(() => import('./pages/policy/policy.page.tsx')),
  validateSearch: policySearchIn,
});

/** Pages with a form for something new. */
const withForm = <Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => shell, path, component, validateSearch: newFormIn });

const tree = root.addChildren([
  page('/signed-out', SignedOutPage),
  page('/welcome-back', WelcomeBackPage),
  signInFailed,
  shell.addChildren([
    inShell(
      '/',
      lazyRouteComponent(() => import('./pages/organizations/organizations.page.tsx')),
    ),
    inShell(
      '/sessions',
      lazyRouteComponent(() => import('./pages/sessions/sessions.page.tsx')),
    ),
    inShell(
      '/organizations/$organizationId',
      lazyRouteComponent(() => import('./pages/overview/overview.page.tsx')),
    ),
    inShell(
      '/organizations/$organizationId/set-up',
      lazyRouteComponent(() => import('./pages/set-up/set-up.page.tsx')),
    ),
    withForm(
      '/organizations/$organizationId/tokens',
      lazyRouteComponent(() => import('./pages/tokens/tokens.page.tsx')),
    ),
    devices,
    withForm(
      '/organizations/$organizationId/rotations',
      lazyRouteComponent(() => import('./pages/rotations/rotations.page.tsx')),
    ),
    inShell(
      '/organizations/$organizationId/rotations/$rotationId',
      lazyRouteComponent(() => import('./pages/rotations/rotation.page.tsx')),
    ),
    withForm(
      '/organizations/$organizationId/connections',
      lazyRouteComponent(() => import('./pages/connections/connections.page.tsx')),
    ),
    policy,
    activity,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  basepath: consolePath,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
