import type { BodyOf } from '../../api/call.ts';
import type { findUsageRoute, MdmConnection, MdmToken } from '@mdm-gate/contracts';
import { Link } from '@tanstack/react-router';
import { Button } from '../../components/button.tsx';
import { daysAgo } from '../../components/instant-text.ts';
import { Instant } from '../../components/instant.tsx';
import { Row, Soft, Stack } from '../../components/layout.tsx';
import { State } from '../../components/notice.tsx';
import type { Column } from '../../components/table.tsx';
import { platformWords } from '../../words/deliveries.ts';
import { tokenStateWords, tokenWarningWords } from '../../words/tokens.ts';
import { useOrganizationId } from '../organization-id.ts';

type Usage = BodyOf<typeof findUsageRoute>;

export interface TokenAct {
  readonly act: 'edit' | 'reveal' | 'revoke';
  readonly token: MdmToken;
}

const nameOf = (items: readonly MdmConnection[], connectionId: string): string =>
  items.find((each) => each.connectionId === connectionId)?.name ?? 'a removed connection';

const Held = ({ token, items }: { readonly token: MdmToken; readonly items: readonly MdmConnection[] }) => {
  const byMdm = Map.groupBy(token.heldBy, ({ connectionId }) => connectionId);
  if (byMdm.size === 0) return <Soft>no MDM</Soft>;
  return (
    <Stack tight>
      {[...byMdm].map(([connectionId, held]) => (
        <span key={connectionId}>
          {nameOf(items, connectionId)}
          <Soft> {held.map(({ platform }) => platformWords[platform]).join(', ')}</Soft>
        </span>
      ))}
    </Stack>
  );
};

/** How many active devices presented it last, the way to them, and when it was last good for one. */
const Using = ({ token, counted }: { readonly token: MdmToken; readonly counted: Usage | undefined }) => (
  <Stack tight>
    <UsingDevices tokenId={token.tokenId} counted={counted} />
    <Soft>{token.lastUsedOn === null ? 'not used so far' : `last used ${daysAgo(token.lastUsedOn)}`}</Soft>
  </Stack>
);

const UsingDevices = ({
  tokenId,
  counted,
}: {
  readonly tokenId: string;
  readonly counted: Usage | undefined;
}) => {
  if (counted === undefined) return <Soft>not counted</Soft>;
  const count = counted.byToken.find(({ token }) => token?.tokenId === tokenId)?.devices ?? 0;
  return count === 0 ? <Soft>no active device</Soft> : <ThoseDevices tokenId={tokenId} count={count} />;
};

const ThoseDevices = ({ tokenId, count }: { readonly tokenId: string; readonly count: number }) => (
  <Link
    to="/organizations/$organizationId/devices"
    params={{ organizationId: useOrganizationId() }}
    search={{ tokenId }}
  >
    {count === 1 ? '1 device' : `${count} devices`}
  </Link>
);

/** What the list of tokens says of each. */
export const tokenColumns = (
  { items, counted }: { readonly items: readonly MdmConnection[]; readonly counted: Usage | undefined },
  /** Null: they may only look. */
  choose: ((act: TokenAct) => void) | null,
): readonly Column<MdmToken>[] => [
  {
    head: 'Token',
    names: true,
    cell: ({ label, fingerprint, connectionId, warnings }) => (
      <Stack tight>
        <bdi>{label}</bdi>
        <Soft>
          fingerprint <code>{fingerprint}</code>
          {connectionId !== null && `, only for ${nameOf(items, connectionId)}`}
        </Soft>
        {warnings.map((warning) => (
          <Soft key={warning}>! {tokenWarningWords[warning]}</Soft>
        ))}
      </Stack>
    ),
  },
  {
    head: 'State',
    cell: ({ state }) => <State tone={tokenStateWords[state].tone}>{tokenStateWords[state].word}</State>,
  },
  { head: 'Held by', cell: (token) => <Held token={token} items={items} /> },
  { head: 'Used by', cell: (token) => <Using token={token} counted={counted} /> },
  { head: 'Created', cell: ({ createdAt }) => <Instant at={createdAt} /> },
  {
    head: 'Ends',
    cell: ({ expiresAt, revokedAt }) => {
      const at = revokedAt ?? expiresAt;
      return at === null ? <Soft>never</Soft> : <Instant at={at} />;
    },
  },
  { head: 'Actions', acts: true, cell: (token) => <Acts token={token} choose={choose} /> },
];

const words = { edit: 'Edit', reveal: 'Reveal', revoke: 'Revoke' } as const;

const Acts = ({
  token,
  choose,
}: {
  readonly token: MdmToken;
  readonly choose: ((act: TokenAct) => void) | null;
}) => {
  if (token.state === 'revoked')
    return <Soft>{token.revokedBecause === 'compromised' ? 'It was compromised' : 'It was retired'}</Soft>;
  return (
    choose !== null && (
      <Row>
        {(['edit', 'reveal', 'revoke'] as const).map((act) => (
          <Button
            key={act}
            aria-label={`${words[act]} ${token.label}`}
            onClick={() => {
              choose({ act, token });
            }}
          >
            {words[act]}
          </Button>
        ))}
      </Row>
    )
  );
};
