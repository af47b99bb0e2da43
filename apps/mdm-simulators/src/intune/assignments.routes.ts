import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { APPS_READ, APPS_WRITE } from './app-configurations.routes.ts';
import { assignmentRecord } from './app-configuration.record.ts';
import { assignmentsSchema } from './assignments.schema.ts';
import { authorize } from './authorize.ts';
import { requirePolicy } from './find-policy.ts';
import { graphError, intuneError } from './graph-error.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type AssignmentTarget, type GraphVersion } from './intune.state.ts';
import { contextUrl } from './odata-context.ts';
import { type FilterScope } from './odata-filter.ts';
import { odataPage } from './odata-page.ts';
import { readGraphBody } from './read-graph-body.ts';
import { requireApproval } from './require-approval.ts';

const PAGE_SIZE = 100;

const assignmentScope: FilterScope = {
  typeName: 'microsoft.graph.managedDeviceMobileAppConfigurationAssignment',
  properties: new Set(['id', 'target']),
};

const COLLECTION = 'deviceAppManagement/mobileAppConfigurations';

function checkContradiction(targets: readonly AssignmentTarget[]): void {
  const groups = (type: string): string[] =>
    targets.flatMap((target) =>
      target['@odata.type'].endsWith(type) && target.groupId ? [target.groupId] : [],
    );
  const excluded = new Set(groups('.exclusionGroupAssignmentTarget'));
  if (groups('.groupAssignmentTarget').some((group) => excluded.has(group))) {
    throw intuneError(400, 'A group is both included and excluded');
  }
}

/** The whole list is replaced; an empty one takes every assignment away. */
function assign(
  system: IntuneSystem,
  version: GraphVersion,
  exchange: { request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  const { request, reply } = exchange;
  const tenant = authorize(system, request, APPS_WRITE);
  requireApproval(tenant, request);
  const policy = requirePolicy(tenant, request.params);
  const targets = readGraphBody(assignmentsSchema[version], request.body).assignments.map(
    ({ target }): AssignmentTarget =>
      'groupId' in target ? { ...target, groupId: target.groupId.toLowerCase() } : target,
  );
  checkContradiction(targets);
  store(request, () => {
    // Both those who had it and those who get it are told.
    system.notify(tenant, policy);
    policy.targets = targets;
    system.tenantChanged(tenant);
    system.notify(tenant, policy);
  });
  // 204 is documented, 200 was observed.
  return reply.code(200).send();
}

function noRoute(request: FastifyRequest, template: string): never {
  throw graphError(
    400,
    `No OData route exists that match template ${template} with http verb ${request.method} for request ` +
      '/AppLifecycle_2112/StatelessAppMetadataFEService/deviceAppManagement/mobileAppConfigurations.',
    'No method match route template',
  );
}

export function registerAssignmentRoutes(
  server: FastifyInstance,
  system: IntuneSystem,
  version: GraphVersion,
): void {
  const policyPath = `/${version}/${COLLECTION}/:id`;
  server.get(`${policyPath}/assignments`, (request) => {
    const tenant = authorize(system, request, APPS_READ);
    const policy = requirePolicy(tenant, request.params);
    return odataPage(request, {
      context: contextUrl(request, version, `${COLLECTION}('${policy.id}')/assignments`),
      scope: assignmentScope,
      records: policy.targets.map((target) => assignmentRecord(policy, target, version)),
      pageSize: PAGE_SIZE,
      paging: tenant.behaviour,
      countShown: 'none',
    });
  });
  server.post(`${policyPath}/microsoft.graph.managedDeviceMobileAppConfiguration/assign`, (request, reply) =>
    assign(system, version, { request, reply }),
  );
  // The documented route, which the service refuses.
  server.post(`${policyPath}/assign`, (request, reply) => {
    const tenant = authorize(system, request, APPS_WRITE);
    return tenant.behaviour.plainAssignWorks
      ? assign(system, version, { request, reply })
      : noRoute(request, '~/singleton/navigation/key/action');
  });
  server.post(`${policyPath}/assignments`, (request) => {
    authorize(system, request, APPS_WRITE);
    return noRoute(request, '~/singleton/navigation/key/navigation');
  });
}
