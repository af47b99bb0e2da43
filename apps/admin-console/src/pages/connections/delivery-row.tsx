import type { confirmDeliveryRoute, Delivery } from '@mdm-gate/contracts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { Button } from '../../components/button.tsx';
import { Instant } from '../../components/instant.tsx';
import { Row, Soft, Stack } from '../../components/layout.tsx';
import { State } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { deliveryWords, platformWords } from '../../words/deliveries.ts';
import { useOrganizationId } from '../organization-id.ts';

const countsOf = ({ counts }: Delivery): string | null => {
  if (counts === null || counts === undefined) return null;
  const holding = counts.holding === null ? '' : `, ${counts.holding} have taken it up`;
  return `The MDM counts ${counts.devices} devices${holding}.`;
};

/** How far the token has come on one platform, why not further, and what happens next. */
export const DeliveryRow = ({ delivery }: { readonly delivery: Delivery }) => {
  const { tone, word, what } = deliveryWords[delivery.state];
  const counts = countsOf(delivery);
  return (
    <Stack tight>
      <Row>
        <strong>{platformWords[delivery.platform]}</strong>
        <State tone={tone}>{word}</State>
        <Soft>
          <Instant at={delivery.changedAt} />
        </Soft>
      </Row>
      <p>{what}</p>
      {counts !== null && <Soft>{counts}</Soft>}
      {delivery.lastError !== null && (
        <p>
          {delivery.lastError.detail} <Soft>({delivery.lastError.code})</Soft>
        </p>
      )}
      {delivery.nextAttemptAt !== null && (
        <Soft>
          Looked at again <Instant at={delivery.nextAttemptAt} />
        </Soft>
      )}
      {delivery.state === 'awaiting-confirmation' && <Confirm delivery={delivery} />}
    </Stack>
  );
};

/** Where no API tells, a person does. */
const Confirm = ({
  delivery: { connectionId, platform, wantedTokenId },
}: {
  readonly delivery: Delivery;
}) => {
  const organizationId = useOrganizationId();
  const confirm = useChange(organizationId, (tokenId: string | null) =>
    call<typeof confirmDeliveryRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}/confirm',
      params: { organizationId, connectionId },
      body: { platform, tokenId },
    }),
  );
  return (
    <>
      <ProblemNotice error={confirm.error} />
      <OnlyFor role="operator" to="confirm it">
        <Row>
          <Button
            aria-label={`${confirmWords(wantedTokenId)}, ${platformWords[platform]}`}
            busy={confirm.isPending}
            onClick={() => {
              confirm.mutate(wantedTokenId);
            }}
          >
            {confirmWords(wantedTokenId)}
          </Button>
        </Row>
      </OnlyFor>
    </>
  );
};

const confirmWords = (wantedTokenId: string | null): string =>
  wantedTokenId === null ? 'It is taken out there' : 'It is entered there';
