import {
  addConnectionRoute,
  changeConnectionRoute,
  findConnection,
  findConnectionRoute,
  listConnections,
  listConnectionsRoute,
  mdmConnectionChangeTo,
  removeConnectionRoute,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { CodedError, parseOrRefuse } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { connectionChange } from '../organization/connection-book.ts';
import { Organizations } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { accessVerdict } from '../gateway/caller.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { addConnectionAct, changeConnectionAct, removeConnectionAct } from '../operations/acts.ts';
import { CarryOut } from '../operations/carry-out.ts';
import { underWay } from '../operations/under-way.ts';
import { auditedChange, auditedConnection, movedBy } from '../organization/where-values-go.ts';
import { gateOf, isDryRun } from '../impact/gate.ts';
import { JudgeConnections } from './judge-connections.ts';
import { whyNotRemove } from './why-not-remove.ts';

type AddRoute = typeof addConnectionRoute;
type ChangeRoute = typeof changeConnectionRoute;
type ListRoute = typeof listConnectionsRoute;
type FindRoute = typeof findConnectionRoute;
type RemoveRoute = typeof removeConnectionRoute;

/** mdm-push owns the connections; the gateway has it change them, and records with the outcome what has changed. */
@Controller()
export class ManageConnectionsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly requester: Requester,
    private readonly acts: CarryOut,
    private readonly judgement: JudgeConnections,
  ) {}

  @Serves(addConnectionRoute)
  async add(@Call() { params, body, cause }: CallTo<AddRoute>): Promise<AnswerTo<AddRoute>> {
    const { organizationId } = params;
    const { actor, correlationId, operationId } = cause;
    const connectionId = operationId;
    await this.judgement.kept.requireKeptBy(body.vendor, organizationId);
    const carried = await this.acts.carryOut(addConnectionAct, {
      organizationId,
      cause,
      subjectId: connectionId,
      request: { organizationId, connectionId, operationId, actor, correlationId, connection: body },
      wanted: auditedConnection({ ...body, version: 1 }),
    });
    if (carried.state === 'under-way') return underWay(carried.operation);
    return { status: 201, body: carried.reply, version: carried.reply.version };
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
    const { actor, correlationId, operationId } = cause;
    const before = await this.requester.ask(findConnection, params, { correlationId });
    requireVersion(versions, before.version);
    const { organizationId, connectionId } = params;
    const { version } = before;
    const change = { ...body, ...parseOrRefuse(mdmConnectionChangeTo(before.vendor), body, 'The body') };
    const accountMayChange = accessVerdict(caller, 'administrator', organizationId) === 'allowed';
    const moved = movedBy(before, change);
    if (moved.length > 0) {
      if (!accountMayChange) throw notForOperators(moved);
      await this.judgement.kept.requireKeptBy(before.vendor, organizationId);
    }
    const carried = await this.acts.carryOut(changeConnectionAct, {
      organizationId,
      cause,
      subjectId: connectionId,
      request: { ...params, operationId, version, actor, correlationId, change, accountMayChange },
      before: auditedConnection(before),
      wanted: auditedChange(change),
    });
    if (carried.state === 'under-way') return underWay(carried.operation);
    return { status: 200, body: carried.reply, version: carried.reply.version };
  }

  /** Of two removals that exclude one another, the first to commit its intent goes on, and the other one is refused. */
  @Serves(removeConnectionRoute)
  async remove(
    @Call() { params, query, versions, cause }: CallTo<RemoveRoute>,
  ): Promise<AnswerTo<RemoveRoute>> {
    const { organizationId, connectionId } = params;
    const { actor, correlationId, operationId } = cause;
    const current = await this.requester.ask(findConnection, params, { correlationId });
    if (isDryRun(query)) return this.judgement.removal({ params, query, cause });
    requireVersion(versions, current.version);
    const { version } = current;
    const carried = await this.acts.carryOut(removeConnectionAct, {
      organizationId,
      cause,
      subjectId: connectionId,
      request: { organizationId, connectionId, operationId, version, actor, correlationId },
      before: auditedConnection(current),
      whyNot: (state) => whyNotRemove(state, connectionId),
      judgedAs: (state) => connectionChange(state, { organizationId, connectionId, removed: true }),
      gate: gateOf(query),
    });
    if (carried.state === 'under-way') return underWay(carried.operation);
    return { status: 204, body: null };
  }
}

const notForOperators = (moved: readonly string[]): CodedError =>
  new CodedError('forbidden', `An administrator decides where values go: ${moved.join(', ')}`);
