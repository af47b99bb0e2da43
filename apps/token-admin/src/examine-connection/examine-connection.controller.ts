import { exportConfigurationRoute, testConnectionRoute } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { exportConfigurationAct, testConnectionAct } from '../operations/acts.ts';
import { CarryOut } from '../operations/carry-out.ts';

type TestRoute = typeof testConnectionRoute;
type ExportRoute = typeof exportConfigurationRoute;

@Controller()
export class ExamineConnectionController {
  constructor(private readonly acts: CarryOut) {}

  @Serves(testConnectionRoute)
  async test(@Call() { params, cause }: CallTo<TestRoute>): Promise<AnswerTo<TestRoute>> {
    const { organizationId, connectionId: subjectId } = params;
    const intended = { organizationId, cause, subjectId, request: params };
    const carried = await this.acts.carryOut(testConnectionAct, intended);
    if (carried.state === 'under-way') throw new CodedError('outcome-unknown');
    return { status: 200, body: carried.reply };
  }

  /** It may show a token's value, so the audit row is committed before anything is asked for. */
  @Serves(exportConfigurationRoute)
  async export(@Call() { params, cause }: CallTo<ExportRoute>): Promise<AnswerTo<ExportRoute>> {
    const { organizationId, connectionId: subjectId } = params;
    const request = { ...params, correlationId: cause.correlationId };
    const intended = { organizationId, cause, subjectId, request };
    const carried = await this.acts.carryOut(exportConfigurationAct, intended);
    if (carried.state === 'under-way') throw new CodedError('outcome-unknown');
    return { status: 200, body: carried.reply };
  }
}
