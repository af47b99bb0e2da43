import { startRotationRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { BeginRotation } from '../rotation/begin-rotation.ts';
import { Rotations } from '../rotation/rotations.ts';
import { TokenValues } from '../token/token-values.ts';
import { Tokens } from '../token/tokens.ts';

type Route = typeof startRotationRoute;

@Controller()
export class StartRotationController {
  constructor(
    private readonly beginning: BeginRotation,
    private readonly rotations: Rotations,
    private readonly tokens: Tokens,
    private readonly values: TokenValues,
  ) {}

  @Serves(startRotationRoute)
  async start(@Call() { params, body, caller, cause }: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId } = params;
    const { value = null, connectionId = null, replaces = null } = body;
    if (value !== null)
      await this.values.kept.requireKept({ organizationId, connectionId, value }, cause.correlationId);
    const deadline = body.deadline === null ? null : new Date(body.deadline);
    const by = { organizationId, createdBy: caller.id };
    const wanted = { ...body, ...by, value, connectionId, replaces, deadline };
    const outcome = await this.beginning.begin(wanted, cause);
    const rotation = await this.rotations.find({ organizationId, rotationId: cause.operationId });
    const token = await this.tokens.showChanged(outcome, organizationId, rotation.tokenId);
    const created = await this.tokens.find(organizationId, rotation.tokenId);
    return {
      status: 201,
      body: { rotation: await this.rotations.show(rotation), token, value: this.values.vault.open(created) },
      version: rotation.version,
    };
  }
}
