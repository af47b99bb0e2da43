import {
  exportConfiguration,
  exportConfigurationRoute,
  testConnection,
  testConnectionRoute,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { Organizations } from '../organization/organizations.ts';

type TestRoute = typeof testConnectionRoute;
type ExportRoute = typeof exportConfigurationRoute;

/** mdm-push asks the MDM several things, each of which may take its time. */
const testTimeoutMs = 28_000;

@Controller()
export class ExamineConnectionController {
  constructor(
    private readonly organizations: Organizations,
    private readonly requester: Requester,
    private readonly changes: OrganizationChanges,
  ) {}

  @Serves(testConnectionRoute)
  async test(@Call() { params, cause }: CallTo<TestRoute>): Promise<AnswerTo<TestRoute>> {
    await this.organizations.find(params.organizationId);
    const options = { correlationId: cause.correlationId, timeoutMs: testTimeoutMs };
    return { status: 200, body: await this.requester.ask(testConnection, params, options) };
  }

  /** It may show a token's value, so the audit row is committed before the answer leaves. */
  @Serves(exportConfigurationRoute)
  async export(@Call() { params, cause }: CallTo<ExportRoute>): Promise<AnswerTo<ExportRoute>> {
    const { organizationId, connectionId } = params;
    const { correlationId } = cause;
    const body = await this.requester.ask(
      exportConfiguration,
      { ...params, correlationId },
      { correlationId },
    );
    const audit = { action: 'exportConfiguration', subjectId: connectionId, before: null, after: null };
    await this.changes.record(organizationId, cause, audit);
    return { status: 200, body };
  }
}
