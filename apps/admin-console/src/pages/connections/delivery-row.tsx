import type { confirmDeliveryRoute, Delivery } from '@mdm-gate/contracts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { Button } from '../../components/button.tsx';
import { Instant } from '../../components/instant.tsx';
import { Row, Soft, Stack } from '../../components/layout.tsx';
import { State } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { deliveryWords, evidenceWords, platformWords } from '../../words/deliveries.ts';
import { useOrganizationId } from '../organization-id.ts';

const countsOf = ({ counts }: Delivery): string => {
  if (counts === null || counts === undefined) return '';
  const devices = counts.devices === 1 ? '1 device' : `${counts.devices} devices`;
  const holding = counts.holding === null ? '' : `, taken up by ${counts.holding}`;
  return `Assigned to ${devices} as the MDM counts${holding}.`;
};

const evidenceOf = ({ state, evidence }: Delivery): string =>
  state === 'stored' ? evidenceWords[evidence ?? 'read-back'] : '';

/** How far the token has come on one platform, why not further, and what happens next. */
export const DeliveryRow = ({ delivery }: { readonly delivery: Delivery }) => {
  const { tone, word, what } = deliveryWords[delivery.state];
  return (
    <Stack tight>
      <Row>
        <strong>{platformWords[delivery.platform]}</strong>
        <State tone={tone}>{word}</State>
        <Soft>
          <Instant at={delivery.changedAt} />
        </Soft>
      </Row>
      {delivery.state !== 'stored' && <p>{what}</p>}
      {delivery.lastError !== null && (
        <p>
          {delivery.lastError.detail} <Soft>({delivery.lastError.code})</Soft>
        </p>
      )}
      <Soft>
        {`${evidenceOf(delivery)} ${countsOf(delivery)} `}
        {delivery.nextAttemptAt !== null && (
          <>
            Looked at again <Instant at={delivery.nextAttemptAt} />.
          </>
        )}
      </Soft>
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
