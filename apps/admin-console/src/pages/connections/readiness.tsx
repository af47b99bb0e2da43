import type { MdmConnection, pushNowRoute, ReadinessItem, testConnectionRoute } from '@mdm-gate/contracts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { Button } from '../../components/button.tsx';
import { Instant } from '../../components/instant.tsx';
import { Columns, Row, Soft, Stack } from '../../components/layout.tsx';
import { State, type Tone } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { useNews } from '../../components/toasts.tsx';
import { platformWords, readinessWords } from '../../words/deliveries.ts';
import { useOrganizationId } from '../organization-id.ts';

const stateWords: Readonly<Record<ReadinessItem['state'], readonly [Tone | 'none', string]>> = {
  ok: ['good', 'All right'],
  failing: ['bad', 'To be mended'],
  unknown: ['none', 'Look yourself'],
};

/** What the MDM needs before it can bring the token to devices: what is not seen to be there first. */
export const Readiness = ({ connection }: { readonly connection: MdmConnection }) => {
  const organizationId = useOrganizationId();
  const params = { organizationId, connectionId: connection.connectionId };
  const test = useChange(organizationId, () =>
    call<typeof testConnectionRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}/test',
      params,
    }),
  );
  const seen = test.data?.body ?? connection.readiness ?? null;
  return (
    <Stack tight>
      <Row>
        <h3>What it needs</h3>
        {seen !== null && (
          <Soft>
            looked at <Instant at={seen.checkedAt} />
          </Soft>
        )}
      </Row>
      {seen === null ? (
        <p>Not looked at yet. That happens by itself in a moment; Test looks now.</p>
      ) : (
        <Items items={seen.items} />
      )}
      <ProblemNotice error={test.error} />
      <OnlyFor role="operator" to="test it">
        <Row>
          <Button
            aria-label={`Test, ${connection.name}`}
            busy={test.isPending}
            onClick={() => {
              test.mutate(undefined);
            }}
          >
            {test.isPending ? 'Looking …' : 'Test'}
          </Button>
          <LookNow connection={connection} />
        </Row>
      </OnlyFor>
    </Stack>
  );
};

const LookNow = ({ connection: { connectionId, name } }: { readonly connection: MdmConnection }) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const push = useChange(organizationId, () =>
    call<typeof pushNowRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}/push',
      params: { organizationId, connectionId },
    }),
  );
  return (
    <>
      <Button
        aria-label={`Push now, ${name}`}
        busy={push.isPending}
        onClick={() => {
          push.mutate(undefined, {
            onSuccess: () => {
              news(`${name} is being looked at`, 'What differs from what is wanted is mended.');
            },
          });
        }}
      >
        Push now
      </Button>
      <ProblemNotice error={push.error} />
    </>
  );
};

const Items = ({ items }: { readonly items: readonly ReadinessItem[] }) => {
  const rest = items.filter(({ state }) => state !== 'ok');
  const fine = items.filter(({ state }) => state === 'ok');
  return (
    <>
      <Columns>
        {rest.map((item) => (
          <Item key={`${item.item} ${item.platform ?? ''}`} item={item} />
        ))}
      </Columns>
      {fine.length > 0 && (
        <details>
          <summary>{`${fine.length} of ${items.length} are all right`}</summary>
          <Columns>
            {fine.map((item) => (
              <Item key={`${item.item} ${item.platform ?? ''}`} item={item} />
            ))}
          </Columns>
        </details>
      )}
    </>
  );
};

const Item = ({ item }: { readonly item: ReadinessItem }) => {
  const [tone, word] = stateWords[item.state];
  const platform = item.platform === null ? '' : `, ${platformWords[item.platform]}`;
  return (
    <Stack tight>
      <Row>
        <State tone={tone}>{word}</State>
        <span>
          {readinessWords[item.item]}
          {platform}
        </span>
        {item.expiresAt !== null && (
          <Soft>
            ends <Instant at={item.expiresAt} />
          </Soft>
        )}
      </Row>
      {item.state !== 'ok' && <Soft>{item.detail}</Soft>}
    </Stack>
  );
};
