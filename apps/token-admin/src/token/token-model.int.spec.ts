import fc from 'fast-check';
import type { ApiReply } from '../fixtures/api-client.ts';
import {
  createOrganization,
  connectMdm,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';

type Mode = 'off' | 'monitor' | 'enforce-pairing' | 'enforce';

interface ModelToken {
  value: string;
  state: 'active' | 'revoked';
}

/** What the rules say, as plainly as they can be said. */
interface Model {
  mode: Mode;
  connected: boolean;
  tokens: ModelToken[];
  /** Values that were revoked or edited away. */
  former: string[];
}

interface Real {
  readonly organization: TestOrganization;
  /** In the order of the model's tokens. */
  readonly tokenIds: string[];
}

type Command = fc.AsyncCommand<Model, Real>;

const values = ['value-number-one', 'value-number-two', 'value-number-three', 'value-number-four'];
const active = (model: Model): ModelToken[] => model.tokens.filter(({ state }) => state === 'active');
const isTaken = (model: Model, value: string): boolean =>
  model.former.includes(value) || active(model).some((token) => token.value === value);

const expectStatus = (reply: ApiReply, status: number): void => {
  expect({ status: reply.status, text: status < 400 ? '' : reply.text.slice(0, 0) }).toEqual({
    status,
    text: '',
  });
};

class CreateToken implements Command {
  constructor(private readonly value: string) {}
  check = () => true;
  async run(model: Model, { organization, tokenIds }: Real): Promise<void> {
    const { administrator, path } = organization;
    const reply = await administrator.post(`${path}/mdm-tokens`, { label: 'x', value: this.value });
    if (!model.connected || isTaken(model, this.value)) {
      expectStatus(reply, 409);
      return;
    }
    expectStatus(reply, 201);
    tokenIds.push((reply.body as { token: { tokenId: string } }).token.tokenId);
    model.tokens.push({ value: this.value, state: 'active' });
  }
  toString = () => `create(${this.value})`;
}

abstract class OnToken implements Command {
  constructor(protected readonly index: number) {}
  check = (model: Readonly<Model>) => model.tokens.length > 0;
  async run(model: Model, real: Real): Promise<void> {
    const index = this.index % model.tokens.length;
    const token = model.tokens[index];
    if (token === undefined) return;
    const { administrator, path } = real.organization;
    const url = `${path}/mdm-tokens/${real.tokenIds[index] ?? ''}`;
    const { headers } = await administrator.get(url);
    await this.act({ model, token, url, ifMatch: headers.get('etag'), organization: real.organization });
  }
  protected abstract act(on: OnModelToken): Promise<void>;
}

interface OnModelToken {
  readonly model: Model;
  readonly token: ModelToken;
  readonly url: string;
  readonly ifMatch: string | null;
  readonly organization: TestOrganization;
}

class RevokeToken extends OnToken {
  protected override async act({ model, token, url, ifMatch, organization }: OnModelToken): Promise<void> {
    const isLast = model.mode !== 'off' && active(model).length === 1;
    const reply = await organization.administrator.post(`${url}/revoke`, { because: 'retired' }, { ifMatch });
    if (token.state === 'revoked' || isLast) {
      expectStatus(reply, 409);
      return;
    }
    expectStatus(reply, 200);
    token.state = 'revoked';
    model.former.push(token.value);
  }
  override toString = () => `revoke(${this.index})`;
}

class EditValue extends OnToken {
  constructor(
    index: number,
    private readonly value: string,
  ) {
    super(index);
  }
  protected override async act({ model, token, url, ifMatch, organization }: OnModelToken): Promise<void> {
    const reply = await organization.administrator.patch(url, { value: this.value }, { ifMatch });
    if (token.state === 'revoked' || isTaken(model, this.value)) {
      expectStatus(reply, 409);
      return;
    }
    expectStatus(reply, 200);
    model.former.push(token.value);
    token.value = this.value;
  }
  override toString = () => `edit(${this.index}, ${this.value})`;
}

class SetPolicy implements Command {
  constructor(
    private readonly mode: Mode,
    private readonly acknowledges: boolean,
  ) {}
  check = () => true;
  async run(model: Model, { organization }: Real): Promise<void> {
    const { administrator, path } = organization;
    const { headers } = await administrator.get(`${path}/policy`);
    const body = { mode: this.mode, ...(this.acknowledges ? { acknowledgeHaltedDevices: 0 } : {}) };
    const reply = await administrator.put(`${path}/policy`, body, { ifMatch: headers.get('etag') });
    // Nothing is ever delivered here; what is so already changes nothing.
    const isEnforcing = this.mode === 'enforce' || this.mode === 'enforce-pairing';
    if (isEnforcing && this.mode !== model.mode && !this.acknowledges) {
      expectStatus(reply, 409);
      return;
    }
    expectStatus(reply, 200);
    model.mode = this.mode;
  }
  toString = () => `policy(${this.mode}, ${this.acknowledges})`;
}

class Connect implements Command {
  check = (model: Readonly<Model>) => !model.connected;
  async run(model: Model, { organization }: Real): Promise<void> {
    await connectMdm(organization);
    model.connected = true;
  }
  toString = () => 'connect()';
}

const anyValue = fc.constantFrom(...values);
const anyIndex = fc.nat({ max: 5 });
const commands = fc.commands(
  [
    fc.constant(new Connect()),
    anyValue.map((value) => new CreateToken(value)),
    anyValue.map((value) => new CreateToken(value)),
    anyIndex.map((index) => new RevokeToken(index)),
    fc.tuple(anyIndex, anyValue).map(([index, value]) => new EditValue(index, value)),
    fc
      .tuple(fc.constantFrom<Mode>('off', 'monitor', 'enforce-pairing', 'enforce'), fc.boolean())
      .map(([mode, acknowledged]) => new SetPolicy(mode, acknowledged)),
  ],
  { maxCommands: 25 },
);

describe('the rules of tokens', () => {
  let gateway: RunningGateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  it('are those of the model, whatever is done in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const organization = await createOrganization(gateway);
        const model: Model = { mode: 'off', connected: false, tokens: [], former: [] };
        await fc.asyncModelRun(() => ({ model, real: { organization, tokenIds: [] } }), sequence);
        const states = await gateway.database.query<{ state: string }[]>(
          'SELECT state FROM token_admin.mdm_tokens WHERE organization_id = $1 ORDER BY token_id',
          [organization.organizationId],
        );
        expect(states.map(({ state }) => state)).toEqual(model.tokens.map(({ state }) => state));
      }),
      { numRuns: 25 },
    );
  });
});
