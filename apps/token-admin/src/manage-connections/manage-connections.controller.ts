import {
  addConnection,
  addConnectionRoute,
  changeConnection,
  changeConnectionRoute,
  findConnection,
  findConnectionRoute,
  listConnections,
  listConnectionsRoute,
  mdmConnectionChangeTo,
  removeConnection,
  removeConnectionRoute,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { CodedError, parseOrRefuse } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { Organizations } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { accessVerdict } from '../gateway/caller.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { ConnectionBook, connectionChange } from '../organization/connection-book.ts';
import { DryRuns } from '../impact/dry-runs.ts';
import { gateOf, isDryRun } from '../impact/gate.ts';
import { KeptValues } from '../token/kept-values.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { auditedConnection, movedBy } from './where-values-go.ts';
import { whyNotRemove } from './why-not-remove.ts';

type AddRoute = typeof addConnectionRoute;
type ChangeRoute = typeof changeConnectionRoute;
type ListRoute = typeof listConnectionsRoute;
type FindRoute = typeof findConnectionRoute;
type RemoveRoute = typeof removeConnectionRoute;

/** mdm-push may take seconds to open a certificate. */
const timeoutMs = 10_000;

/** mdm-push owns the connections; the gateway asks it, and notes at once what has changed, so that the next call sees it. */
@Controller()
export class ManageConnectionsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly requester: Requester,
    private readonly connections: ConnectionBook,
    private readonly changes: OrganizationChanges,
    private readonly dryRuns: DryRuns,
    private readonly kept: KeptValues,
  ) {}

  @Serves(addConnectionRoute)
  async add(@Call() { params, body, cause }: CallTo<AddRoute>): Promise<AnswerTo<AddRoute>> {
    const { organizationId } = params;
    const { actor, correlationId, operationId: connectionId } = cause;
    await this.organizations.find(organizationId);
    await this.kept.requireKeptBy(body.vendor, organizationId);
    const request = { organizationId, connectionId, actor, correlationId, connection: body };
    const connection = await this.requester.ask(addConnection, request, { correlationId, timeoutMs });
    const details = auditedConnection(connection);
    await this.connections.learn({ organizationId, connectionId, removed: false, details }, cause);
    return { status: 201, body: connection, version: connection.version };
  }

  @Serves(listConnectionsRoute)
  async list(@Call() { params, cause }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const { correlationId } = cause;
    const { items } = await this.requester.ask(listConnections, { organizationId }, { correlationId });
    return { status: 200, body: { items, nextCursor: null } };
  }

  @Serves(findConnectionRoute)
  async find(@Call() { params, cause }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const { correlationId } = cause;
    const connection = await this.requester.ask(findConnection, params, { correlationId });
    return { status: 200, body: connection, version: connection.version };
  }

  @Serves(changeConnectionRoute)
  async change(
    @Call() { params, body, versions, caller, cause }: CallTo<ChangeRoute>,
  ): Promise<AnswerTo<ChangeRoute>> {
    const { organizationId, connectionId } = params;
    const { actor, correlationId } = cause;
    const before = await this.requester.ask(findConnection, params, { correlationId });
    requireVersion(versions, before.version);
    const change = { ...body, ...parseOrRefuse(mdmConnectionChangeTo(before.vendor), body, 'The body') };
    const isAdministrator = accessVerdict(caller, 'administrator', organizationId) === 'allowed';
    const moved = movedBy(before, change);
    if (moved.length > 0) {
      if (!isAdministrator) throw notForOperators(moved);
      await this.kept.requireKeptBy(before.vendor, organizationId);
    }
    const request = {
      ...params,
      version: before.version,
      actor,
      correlationId,
      change,
      accountMayChange: isAdministrator,
    };
    const after = await this.requester.ask(changeConnection, request, { correlationId, timeoutMs });
    await this.changes.record(organizationId, cause, {
      action: 'changeMdmConnection',
      subjectId: connectionId,
      before: auditedConnection(before),
      after: { ...auditedConnection(after), credentialsChanged: body.credentials !== undefined },
    });
    return { status: 200, body: after, version: after.version };
  }

  @Serves(removeConnectionRoute)
  async remove(
    @Call() { params, query, versions, cause }: CallTo<RemoveRoute>,
  ): Promise<AnswerTo<RemoveRoute>> {
    const { organizationId, connectionId } = params;
    const { actor, correlationId } = cause;
    const current = await this.requester.ask(findConnection, params, { correlationId });
    if (!isDryRun(query)) requireVersion(versions, current.version);
    const outcome = await this.changes.make({
      organizationId,
      cause,
      decide: (state) => {
        refuseIf(whyNotRemove(state, connectionId));
        const change = connectionChange(state, { organizationId, connectionId, removed: true });
        // Judged here, and made once mdm-push has removed it.
        return change === null ? null : { ...change, gate: { ...gateOf(query), writes: false } };
      },
    });
    if (isDryRun(query)) return this.dryRuns.answer(outcome, cause.correlationId);
    const request = { organizationId, connectionId, version: current.version, actor, correlationId };
    await this.requester.ask(removeConnection, request, { correlationId });
    const details = auditedConnection(current);
    await this.connections.learn({ organizationId, connectionId, removed: true, details }, cause);
    return { status: 204, body: null };
  }
}

const notForOperators = (moved: readonly string[]): CodedError =>
  new CodedError('forbidden', `An administrator decides where values go: ${moved.join(', ')}`);
