import { addConnection, requestCatalogue, tokenValue } from '@mdm-gate/contracts';
import type { BusRecording } from '../../recording/bus-recording.ts';
import type { Secret } from '../../recording/forms-of-secrets.ts';
import { expectEqual } from '../expect.ts';
import { narrator } from '../narrator.ts';
import { known, type StoryContext } from '../story-context.ts';
import type { StoryStep } from '../story-step.ts';
import { describeConnections } from '../vendor-connections.ts';

/** Somebody who hears everything has listened since the beginning, and reads every stream in the end. */
export const nothingSecretOnTheBus: StoryStep = {
  title: 'All that has crossed NATS was recorded: no secret is in it, but what checks carry',
  run: async (context) => {
    if (context.recording === null) {
      narrator.observed('NATS is your own: nothing was recorded');
      return;
    }
    await context.recording.addStreams();
    const { subjects } = context.recording;
    for (const { subject } of [addConnection, tokenValue])
      expectEqual(`recorded on ${subject}`, subjects.has(subject), true);
    expectEqual('secrets found', leaksIn(context.recording, await secretsOf(context)), []);
    expectThatSearchingFinds(context.recording, context);
    narrator.observed(`${subjects.size} subjects, all streams: token values, credentials and keys on none`);
  },
};

/** A check carries what the device presented: that is what it asks about. */
const isCheck = (subject: string): boolean => checkSubjects.includes(subject);

const checkSubjects: readonly string[] = requestCatalogue
  .map(({ subject }) => subject)
  .filter((subject) => subject.startsWith('mdm.check.'));

const leaksIn = (recording: BusRecording, { tokens, others }: Secrets): readonly string[] =>
  [...recording.find(tokens).filter(({ subject }) => !isCheck(subject)), ...recording.find(others)].map(
    ({ secret, subject }) => `${secret} on ${subject}`,
  );

/** A search that finds nothing anywhere would prove nothing. */
const expectThatSearchingFinds = (recording: BusRecording, { tokens }: StoryContext): void => {
  const presented = recording.find([{ name: 'the first token', value: known(tokens.first).value }]);
  expectEqual('checks that carry the first token', presented.length > 0, true);
};

interface Secrets {
  readonly tokens: readonly Secret[];
  readonly others: readonly Secret[];
}

const secretsOf = async (context: StoryContext): Promise<Secrets> => {
  const connections = await describeConnections(context);
  return {
    tokens: Object.entries(context.tokens).map(([name, token]) => ({
      name: `the ${name} token`,
      value: known(token).value,
    })),
    others: [
      ...context.stack.secrets,
      ...connections.flatMap(({ name, credentials }) =>
        Object.entries(credentials)
          .filter(([field]) => /secret|password|key/i.test(field))
          .map(([field, value]) => ({ name: `${field} of ${name}`, value: String(value) })),
      ),
    ],
  };
};
