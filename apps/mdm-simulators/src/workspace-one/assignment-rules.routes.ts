import { type FastifyInstance } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { type ConfigurationType, TYPE_NUMBERS } from './assignment-rules.schema.ts';
import { requireApp } from './find-app.ts';
import { rulesOf } from './replace-assignment-rules.ts';
import { uemError } from './uem-error.ts';
import { type UemAnswer, type UemCall, uemRoute } from './uem-route.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { type AssignmentRules, type WorkspaceOneTenant } from './workspace-one.state.ts';

function rulesBody(tenant: WorkspaceOneTenant, rules: AssignmentRules): Record<string, unknown> {
  if (!tenant.behaviour.typesAsNumbers) {
    return { ...rules };
  }
  return {
    ...rules,
    assignments: rules.assignments.map((assignment) => ({
      ...assignment,
      application_configuration: assignment.application_configuration.map((entry) => ({
        ...entry,
        type: TYPE_NUMBERS[entry.type as ConfigurationType],
      })),
    })),
  };
}

function read({ tenant, params }: UemCall): UemAnswer {
  return rulesBody(tenant, requireApp(tenant, params['applicationUuid']).rules);
}

/** Full replacement, answered before the devices have it; also publishes the app to them, unless that fails. */
function replace(system: WorkspaceOneSystem, { tenant, params, request }: UemCall): UemAnswer {
  const app = requireApp(tenant, params['applicationUuid']);
  const rules = rulesOf(tenant, app, request.body);
  const isPublished = tenant.behaviour.publishFailures === 0;
  store(request, () => {
    app.rules = rules;
    if (isPublished) {
      system.publish(tenant, app);
    } else {
      tenant.behaviour.publishFailures -= 1;
    }
    system.tenantChanged(tenant);
  });
  if (!isPublished) {
    throw uemError(500, 200_011, 'The application was saved, but publishing failed. Publish it again.');
  }
  return 'accepted';
}

/** https://developer.omnissa.com/ws1-uem-apis, MAM REST API V2, AppAssignmentRule */
export function registerAssignmentRuleRoutes(server: FastifyInstance, system: WorkspaceOneSystem): void {
  const put = (call: UemCall): UemAnswer => replace(system, call);
  const path = '/api/mam/apps/:applicationUuid/assignment-rules';
  uemRoute(server, system, { method: 'GET', path, versions: { 2: read } });
  uemRoute(server, system, { method: 'PUT', path, versions: { 2: put }, writes: true });
  // Deprecated twin of version 1 with the same shape.
  const singular = '/api/mam/apps/:applicationUuid/assignment-rule';
  uemRoute(server, system, { method: 'GET', path: singular, versions: { 1: read } });
  uemRoute(server, system, { method: 'PUT', path: singular, versions: { 1: put }, writes: true });
}
