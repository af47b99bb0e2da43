import {
  eventCatalogue,
  natsPrograms,
  requestCatalogue,
  serviceNames,
  streams,
  type NatsProgram,
  type RequestContract,
  type StreamContract,
} from '@mdm-gate/contracts';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { NatsWorld, type Somebody } from './nats-world.ts';

/**
 * What each may do is said here once more, from the catalogues and not from the generated permissions: a mistake in those
 * must not be its own proof.
 */
const requests: readonly RequestContract[] = requestCatalogue;
const events = eventCatalogue.map(({ publishedBy, stream, type }) => ({
  publishedBy,
  stream,
  subject: `${streams[stream].subjectPrefix}.acme.${type}`,
}));
const allStreams: readonly StreamContract[] = Object.values(streams);
const callerOf = (program: NatsProgram): string =>
  program === 'internal-service' ? 'internal-services' : program;

const hearersOf = ({ heardBy = [] }: StreamContract): readonly string[] => heardBy;

let world: NatsWorld;
let everybody: ReadonlyMap<NatsProgram, Somebody>;

const as = (program: NatsProgram): Somebody => {
  const somebody = everybody.get(program);
  if (somebody === undefined) throw new Error(`Nobody signed in as ${program}`);
  return somebody;
};

describe('on the bus, with the permissions that the product brings', () => {
  beforeAll(async () => {
    world = await NatsWorld.start();
    everybody = await world.everybody();
  });
  afterAll(async () => {
    await Promise.all([...everybody.values()].map(({ connection }) => connection.close()));
    await world.nats.stop();
  });

  it('nobody gets in without a key, or with one of somebody else', async () => {
    const { createUser } = await import('@nats-io/nkeys');
    const authenticator = nkeyAuthenticator(createUser().getSeed());
    await expect(connect({ servers: world.nats.url, reconnect: false })).rejects.toThrow(/authoriz/i);
    await expect(connect({ servers: world.nats.url, reconnect: false, authenticator })).rejects.toThrow(
      /authoriz/i,
    );
  });

  it.each(natsPrograms)('%s asks what it may, and nothing else', async (program) => {
    const subjects = requests.map(({ subject }) => subject);
    const mayNot = requests.filter(
      ({ mayBeCalledBy }) => !mayBeCalledBy.some((caller) => caller === callerOf(program)),
    );
    expect(await as(program).refusedToPublish(subjects)).toEqual(mayNot.map(({ subject }) => subject));
  });

  it.each(natsPrograms)('%s publishes its own events, records and parked messages only', async (program) => {
    const subjects = events.map(({ subject }) => subject);
    const others = events.filter(({ publishedBy }) => publishedBy !== program);
    expect(await as(program).refusedToPublish(subjects)).toEqual(others.map(({ subject }) => subject));
    expect(await as(program).refusedToPublish(['mdm.bindings.acme.device'])).toHaveLength(
      program === 'verifier' ? 0 : 1,
    );
    const parked = serviceNames.map((service) => `mdm.parked.${service}.mdm.tokens.acme.TokenCreated`);
    const ofOthers = parked.filter((_, index) => serviceNames[index] !== program);
    expect(await as(program).refusedToPublish(parked)).toEqual(ofOthers);
    const strange = [
      'mdm.parked.x',
      'mdm.tokens.acme.Other',
      'mdm.other',
      'anything',
      '$SYS.REQ.SERVER.PING',
    ];
    expect(await as(program).refusedToPublish(strange)).toEqual(strange);
  });

  it.each(natsPrograms)(
    '%s answers what it is asked, in its queue group, and hears nothing else',
    async (program) => {
      const subjects = requests.map(({ subject }) => subject);
      const notMine = requests
        .filter(({ answeredBy }) => answeredBy !== program)
        .map(({ subject }) => subject);
      expect(await as(program).refusedToHear(subjects)).toEqual(subjects);
      expect(await as(program).refusedToHear(subjects, 'somebody')).toEqual(subjects);
      for (const queue of serviceNames)
        expect(await as(program).refusedToHear(subjects, queue)).toEqual(
          queue === program ? notMine : subjects,
        );
    },
  );

  it.each(natsPrograms)('%s does not listen in', async (program) => {
    const wide = [
      '>',
      '*.>',
      'mdm.>',
      'mdm.*.>',
      'mdm.check.>',
      'mdm.check.*',
      'mdm.push.>',
      'mdm.token-admin.>',
    ];
    const inboxes = ['_INBOX.>', '_INBOX.*.>', ...serviceNames.map((service) => `_INBOX_${service}.>`)];
    const streamed = [
      ...allStreams.map(({ subjectPrefix }) => `${subjectPrefix}.>`),
      '$JS.API.>',
      '$JS.ACK.>',
    ];
    const all = [...wide, ...inboxes, ...streamed, '$SRV.>', '$SYS.>', '$JS.EVENT.>'];
    const own = `_INBOX_${program}.>`;
    expect(await as(program).refusedToHear(all)).toEqual(all.filter((subject) => subject !== own));
    const told = events.map(({ stream, subject }) => ({ stream, subject: subject.replace('acme', '*') }));
    const heard = told.filter(({ stream }) =>
      hearersOf(streams[stream]).some((service) => service === program),
    );
    expect(await as(program).refusedToHear(told.map(({ subject }) => subject))).toEqual(
      told.filter((each) => !heard.includes(each)).map(({ subject }) => subject),
    );
  });

  it.each(natsPrograms)('%s is found by its own name only', async (program) => {
    const verbs = ['PING', 'INFO', 'STATS'];
    const names = serviceNames.flatMap((service) => verbs.map((verb) => ({ service, verb })));
    const others = names.filter(({ service }) => service !== program);
    const subject = ({ service, verb }: (typeof names)[number], rest = ''): string =>
      `$SRV.${verb}.${service}${rest}`;
    expect(await as(program).refusedToHear(names.map((each) => subject(each)))).toEqual(
      others.map((each) => subject(each)),
    );
    const asked = await as(program).refusedToPublish(names.map((each) => subject(each, '.x')));
    const mayAsk = names.filter(
      ({ service, verb }) => program === 'operator' || (service === program && verb === 'PING'),
    );
    expect(asked).toEqual(names.filter((each) => !mayAsk.includes(each)).map((each) => subject(each, '.x')));
  });

  it.each(natsPrograms)('%s writes into no inbox but of those it answers', async (program) => {
    const answered: Partial<Record<NatsProgram, readonly string[]>> = {
      'token-admin': ['_INBOX_token-admin.x', '_INBOX_mdm-push.x', '_INBOX.operator.x'],
      verifier: [
        '_INBOX_token-admin.x',
        '_INBOX_verifier.x',
        '_INBOX.verifier-client.x',
        '_INBOX.operator.x',
      ],
      'mdm-push': ['_INBOX_token-admin.x', '_INBOX_mdm-push.x', '_INBOX.operator.x'],
    };
    const all = [
      '_INBOX_token-admin.x',
      '_INBOX_verifier.x',
      '_INBOX_mdm-push.x',
      '_INBOX.verifier-client.x',
      '_INBOX.operator.x',
    ];
    const may = answered[program] ?? [];
    expect(await as(program).refusedToPublish(all)).toEqual(all.filter((inbox) => !may.includes(inbox)));
  });

  it.each(natsPrograms.filter((program) => program !== 'operator'))(
    '%s changes no stream but its own, and takes nothing out of any',
    async (program) => {
      const refused = (subjects: readonly string[]) => as(program).refusedToPublish(subjects);
      const names = allStreams.map(({ name }) => name);
      const destructive = [
        'STREAM.DELETE',
        'STREAM.PURGE',
        'STREAM.MSG.DELETE',
        'STREAM.SNAPSHOT',
        'STREAM.RESTORE',
      ]
        .concat(['STREAM.LEADER.STEPDOWN', 'STREAM.PEER.REMOVE', 'CONSUMER.LIST', 'CONSUMER.NAMES'])
        .flatMap((verb) => names.map((name) => `$JS.API.${verb}.${name}`));
      const foreign = ['CREATE', 'UPDATE', 'INFO', 'DELETE'].map((verb) => `$JS.API.STREAM.${verb}.EVIL`);
      const general = [
        '$JS.API.INFO',
        '$JS.API.STREAM.LIST',
        '$JS.API.SERVER.REMOVE',
        '$JS.API.META.LEADER.STEPDOWN',
      ];
      const all = [...destructive, ...foreign, ...general];
      expect(await refused(all)).toEqual(all);
      const notOwned = allStreams.filter(({ ownedBy }) => ownedBy !== program);
      expect(await refused(names.map((name) => `$JS.API.STREAM.UPDATE.${name}`))).toEqual(
        notOwned.map(({ name }) => `$JS.API.STREAM.UPDATE.${name}`),
      );
    },
  );

  it.each(natsPrograms.filter((program) => program !== 'operator'))(
    '%s neither reads nor ends what others follow, and settles nothing of theirs',
    async (program) => {
      const consumers = allStreams.flatMap(({ name, followedBy }) =>
        followedBy.filter((service) => service !== program).map((service) => `${name}.${service}`),
      );
      const verbs = ['CREATE', 'DURABLE.CREATE', 'INFO', 'MSG.NEXT', 'DELETE'];
      const all = [
        ...consumers.flatMap((consumer) => verbs.map((verb) => `$JS.API.CONSUMER.${verb}.${consumer}`)),
        ...consumers.map((consumer) =>
          `$JS.API.CONSUMER.CREATE.${consumer}.mdm.tokens.>`.replace('>', 'acme'),
        ),
        ...consumers.map((consumer) => `$JS.ACK.${consumer}.1.1.1.1.0`),
      ];
      expect(await as(program).refusedToPublish(all)).toEqual(all);
    },
  );

  it.each(natsPrograms.filter((program) => program !== 'operator'))(
    '%s reads only streams that it is declared to read',
    async (program) => {
      const closed = allStreams.filter(({ readBy }) => !readBy.some((reader) => reader === program));
      const all = closed.flatMap(({ name, subjectPrefix }) => [
        `$JS.API.STREAM.MSG.GET.${name}`,
        `$JS.API.DIRECT.GET.${name}`,
        `$JS.API.CONSUMER.CREATE.${name}`,
        `$JS.API.CONSUMER.CREATE.${name}.spy.${subjectPrefix}.acme`,
        `$JS.API.CONSUMER.DURABLE.CREATE.${name}.spy`,
        `$JS.API.CONSUMER.MSG.NEXT.${name}.spy`,
      ]);
      expect(await as(program).refusedToPublish(all)).toEqual(all);
    },
  );

  it('an operator does what he likes with streams, and nothing else', async () => {
    const subjects = ['$JS.API.STREAM.INFO.MDM_TOKENS', '$JS.API.STREAM.NAMES', '$SRV.PING'];
    expect(await as('operator').refusedToPublish(subjects)).toEqual([]);
    expect(await as('operator').refusedToHear(['_INBOX.operator.>', '$JS.EVENT.ADVISORY.>'])).toEqual([]);
  });
});
