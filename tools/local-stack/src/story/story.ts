import { performance } from 'node:perf_hooks';
import type { LocalStack } from '../stack/local-stack.ts';
import { narrator } from './narrator.ts';
import { openContext, type StoryContext } from './story-context.ts';
import type { StoryStep } from './story-step.ts';
import { checkAuthenticDevices } from './steps/authentic-devices.ts';
import { connectOrganization } from './steps/connect-organization.ts';
import { enterSecondToken } from './steps/enter-second-token.ts';
import { generateToken } from './steps/generate-token.ts';
import { killAndStartAgain } from './steps/kill-and-start-again.ts';
import { nothingSecretOnTheBus } from './steps/nothing-secret-on-the-bus.ts';
import { refuseOtherDevices } from './steps/refuse-other-devices.ts';
import { revokeFirstToken } from './steps/revoke-first-token.ts';
import { rotateToken } from './steps/rotate-token.ts';

const steps: readonly StoryStep[] = [
  connectOrganization,
  generateToken,
  checkAuthenticDevices,
  refuseOtherDevices,
  enterSecondToken,
  revokeFirstToken,
  rotateToken,
  killAndStartAgain,
  nothingSecretOnTheBus,
];

export interface StoryOutcome {
  readonly passed: number;
  readonly failed: number;
}

/** When the story did not get to begin, or was cut short. */
export const nothingTold: StoryOutcome = { passed: 0, failed: steps.length };

/** Plays the steps in order. What comes after a failed step stands on nothing, so it counts as failed too. */
export const tellStory = async (stack: LocalStack): Promise<StoryOutcome> => {
  const context = await openContext(stack);
  try {
    let passed = 0;
    for (const [index, step] of steps.entries()) {
      narrator.step(index + 1, step.title);
      if (!(await play(step, context))) break;
      passed += 1;
    }
    return { passed, failed: steps.length - passed };
  } finally {
    await context.close();
  }
};

const play = async (step: StoryStep, context: StoryContext): Promise<boolean> => {
  const startedAt = performance.now();
  try {
    await step.run(context);
    return true;
  } catch (error) {
    narrator.failed(error instanceof Error ? error.message : String(error));
    return false;
  } finally {
    narrator.took(performance.now() - startedAt);
  }
};
