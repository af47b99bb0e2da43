import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { seededGuid } from '../vendor/seeded.ts';
import { store } from '../vendor/request-context.ts';
import { policyRecord, policyScope } from './app-configuration.record.ts';
import { authorize } from './authorize.ts';
import { requirePolicy, visiblePolicies } from './find-policy.ts';
import { graphError } from './graph-error.ts';
import { graphTime } from './graph-time.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type GraphVersion } from './intune.state.ts';
import { contextUrl } from './odata-context.ts';
import { odataPage, readODataQuery } from './odata-page.ts';
import { requireApproval } from './require-approval.ts';
import { createPolicy, patchOf } from './write-policy.ts';

export const APPS_READ = ['DeviceManagementApps.Read.All', 'DeviceManagementApps.ReadWrite.All'];
export const APPS_WRITE = ['DeviceManagementApps.ReadWrite.All'];

const COLLECTION = 'deviceAppManagement/mobileAppConfigurations';

/** Not known from the vendor, only that pages must be followed. */
const PAGE_SIZE = 20;

function expandsAssignments(request: FastifyRequest): boolean {
  const expand = readODataQuery(request).$expand;
  if (expand !== undefined && expand !== 'assignments') {
    throw graphError(400, `Could not find a property named '${expand}' to expand.`);
  }
  return expand === 'assignments';
}

function registerReads(server: FastifyInstance, system: IntuneSystem, version: GraphVersion): void {
  const base = `/${version}/${COLLECTION}`;
  server.get(base, (request) => {
    const tenant = authorize(system, request, APPS_READ);
    const expands = expandsAssignments(request);
    return odataPage(request, {
      context: contextUrl(request, version, COLLECTION),
      scope: policyScope(version),
      records: visiblePolicies(tenant).map((policy) => policyRecord(policy, version, expands)),
      pageSize: PAGE_SIZE,
      paging: tenant.behaviour,
      countShown: 'none',
    });
  });
  server.get(`${base}/:id`, (request) => {
    const policy = requirePolicy(authorize(system, request, APPS_READ), request.params);
    return {
      '@odata.context': contextUrl(request, version, `${COLLECTION}/$entity`),
      ...policyRecord(policy, version, expandsAssignments(request)),
    };
  });
}

function registerWrites(server: FastifyInstance, system: IntuneSystem, version: GraphVersion): void {
  const base = `/${version}/${COLLECTION}`;
  server.post(base, (request, reply) => {
    const tenant = authorize(system, request, APPS_WRITE);
    requireApproval(tenant, request);
    const number = tenant.created + 1;
    const id = seededGuid(system.seed, 'intune-policy', tenant.id, number);
    const policy = createPolicy({ tenant, version, id, now: Date.now() }, request.body);
    store(request, () => {
      tenant.created = number;
      tenant.policies.push(policy);
      system.tenantChanged(tenant);
    });
    return reply.code(201).send({
      '@odata.context': contextUrl(request, version, `${COLLECTION}/$entity`),
      ...policyRecord(policy, version),
    });
  });
  server.patch(`${base}/:id`, (request, reply) => {
    const tenant = authorize(system, request, APPS_WRITE);
    requireApproval(tenant, request);
    const policy = requirePolicy(tenant, request.params);
    const changes = patchOf(policy, version, request.body);
    store(request, () => {
      Object.assign(policy, changes, {
        version: policy.version + 1,
        lastModifiedDateTime: graphTime(Date.now()),
      });
      system.tenantChanged(tenant);
      system.notify(tenant, policy);
    });
    return tenant.behaviour.patchAnswersBody ? policyRecord(policy, version) : reply.code(204).send();
  });
  server.delete(`${base}/:id`, (request, reply) => {
    const tenant = authorize(system, request, APPS_WRITE);
    requireApproval(tenant, request);
    const policy = requirePolicy(tenant, request.params);
    store(request, () => {
      tenant.policies = tenant.policies.filter((other) => other !== policy);
      system.tenantChanged(tenant);
      system.notify(tenant, policy);
    });
    // 204 is documented, 200 was observed.
    return reply.code(200).send();
  });
}

/** https://learn.microsoft.com/graph/api/resources/intune-apps-manageddevicemobileappconfiguration */
export function registerAppConfigurationRoutes(
  server: FastifyInstance,
  system: IntuneSystem,
  version: GraphVersion,
): void {
  registerReads(server, system, version);
  registerWrites(server, system, version);
}
