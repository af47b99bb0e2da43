import { uemError } from './uem-error.ts';
import { type UemApp, type WorkspaceOneTenant } from './workspace-one.state.ts';

/** Throws 404 with 7000, which stands for both: no such app, and no access to it. */
export function requireApp(tenant: WorkspaceOneTenant, uuid: string | undefined): UemApp {
  const app = tenant.apps.find((candidate) => candidate.uuid === uuid?.toLowerCase());
  if (app === undefined) {
    throw uemError(404, 7000, 'Application not found.');
  }
  return app;
}
