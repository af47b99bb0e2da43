import { relative } from 'node:path';
import { LocalStack } from './stack/local-stack.ts';
import { Phones } from './phones/phones.ts';
import { organizationId } from './stack/organization-id.ts';
import { repositoryRoot, stackFolder } from './stack/stack-folder.ts';
import { narrator, progress } from './story/narrator.ts';
import { nothingTold, tellStory, type StoryOutcome } from './story/story.ts';

export type ExitCode = 0 | 1;

/** Resolves at the first Ctrl-C or SIGTERM, whenever it comes. */
const askedToStop = new Promise<null>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      resolve(null);
    });
  }
});

export const playStory = async ({ thenExit }: { readonly thenExit: boolean }): Promise<ExitCode> => {
  const outcome = await withStack(async (stack) => {
    const told = await Promise.race([tellStory(stack), askedToStop]);
    if (told !== null && !thenExit) {
      narrator.heading(closingLine(told));
      await stayUp(stack, `/organizations/${organizationId}`);
    }
    return told;
  });
  narrator.line(closingLine(outcome ?? nothingTold));
  return (outcome ?? nothingTold).failed === 0 ? 0 : 1;
};

const closingLine = ({ passed, failed }: StoryOutcome): string => `${passed} steps passed, ${failed} failed`;

export const runStack = async (): Promise<ExitCode> => {
  const stopped = await withStack(async (stack) => {
    await stayUp(stack, '/');
    return 'stopped';
  });
  return stopped === null ? 1 : 0;
};

/** Tells why in one line; what the program itself said is in its log. */
const tellWhyNot = (error: unknown): void => {
  narrator.failed(error instanceof Error ? error.message : String(error));
};

/** Whatever happens, nothing that was started is left behind. */
const withStack = async <Outcome>(use: (stack: LocalStack) => Promise<Outcome>): Promise<Outcome | null> => {
  narrator.heading('Starting MDM Gate');
  let stack: LocalStack;
  try {
    stack = await LocalStack.start(progress);
  } catch (error) {
    tellWhyNot(error);
    return null;
  }
  try {
    return await use(stack);
  } finally {
    narrator.line('');
    await progress('everything stopped', stack.stop());
  }
};

/** Until Ctrl-C, with phones to play with. `page`: what the console opens with. */
const stayUp = async (stack: LocalStack, page: string): Promise<void> => {
  const phones = await Phones.start({ stack });
  try {
    sayWhereEverythingIs(stack, { page, phonesUrl: phones.url });
    await askedToStop;
  } finally {
    await phones.stop();
  }
};

const sayWhereEverythingIs = (
  stack: LocalStack,
  { page, phonesUrl }: { readonly page: string; readonly phonesUrl: string },
): void => {
  const { gatewayUrl, natsUrl } = stack.description;
  narrator.heading('MDM Gate is up');
  narrator.line(`   console             ${gatewayUrl}/console${page}`);
  narrator.line('                       its sign-in page offers somebody of each role, without a password');
  narrator.line(`   simulated phones    ${phonesUrl}`);
  narrator.line('                       what to enter to connect their MDMs, and phones that pair');
  narrator.line(`   gateway             ${gatewayUrl}/api/v1`);
  narrator.line(`   API documentation   ${gatewayUrl}/api/docs`);
  narrator.line(`   NATS                ${natsUrl.replace(/\/\/.*@/, '//')}`);
  narrator.line(`   for scripts         ${relative(repositoryRoot, stackFolder.file)}`);
  narrator.line(`   logs                ${relative(repositoryRoot, stackFolder.log('<program>'))}`);
  narrator.line('\nCtrl-C stops everything.');
};
