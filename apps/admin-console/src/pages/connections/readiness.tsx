import type { MdmConnection, ReadinessItem, testConnectionRoute } from '@mdm-gate/contracts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { Button } from '../../components/button.tsx';
import { Instant } from '../../components/instant.tsx';
import { Row, Soft, Stack } from '../../components/layout.tsx';
import { State, type Tone } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { platformWords, readinessWords } from '../../words/deliveries.ts';
import { useOrganizationId } from '../organization-id.ts';

const stateWords: Readonly<Record<ReadinessItem['state'], readonly [Tone | 'none', string]>> = {
  ok: ['good', 'All right'],
  failing: ['bad', 'To be mended'],
  unknown: ['none', 'Not known'],
};

/** What the MDM needs before it can bring the token to devices, item by item. */
export const Readiness = ({ connection }: { readonly connection: MdmConnection }) => {
  const organizationId = useOrganizationId();
  const test = useChange(organizationId, () =>
    call<typeof testConnectionRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}/test',
      params: { organizationId, connectionId: connection.connectionId },
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
      {seen === null && <p>Not looked at yet.</p>}
      {seen?.items.map((item) => (
        <Item key={`${item.item} ${item.platform ?? ''}`} item={item} />
      ))}
      <ProblemNotice error={test.error} />
      <OnlyFor role="operator" to="test it">
        <Row>
          <Button
            busy={test.isPending}
            onClick={() => {
              test.mutate(undefined);
            }}
          >
            Test
          </Button>
        </Row>
      </OnlyFor>
    </Stack>
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
