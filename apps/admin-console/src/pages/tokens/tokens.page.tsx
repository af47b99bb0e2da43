import type { MdmConnection, MdmToken } from '@mdm-gate/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { connections, tokens } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Row, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { State } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { platformWords } from '../../words/deliveries.ts';
import { tokenStateWords, tokenWarningWords } from '../../words/tokens.ts';
import { useOrganizationId } from '../organization-id.ts';
import { EditToken } from './edit-token.tsx';
import { NewToken } from './new-token.tsx';
import { RevealToken } from './reveal-token.tsx';
import { RevokeToken } from './revoke-token.tsx';

type Act = { readonly act: 'new' } | { readonly act: 'edit' | 'reveal' | 'revoke'; readonly token: MdmToken };

const nameOf = (items: readonly MdmConnection[], connectionId: string): string =>
  items.find((each) => each.connectionId === connectionId)?.name ?? 'a removed connection';

const Held = ({ token, items }: { readonly token: MdmToken; readonly items: readonly MdmConnection[] }) =>
  token.heldBy.length === 0 ? (
    <Soft>no MDM</Soft>
  ) : (
    <Stack tight>
      {token.heldBy.map(({ connectionId, platform }) => (
        <span key={connectionId + platform}>
          {nameOf(items, connectionId)}, {platformWords[platform]}
        </span>
      ))}
    </Stack>
  );

const columns = (
  items: readonly MdmConnection[],
  choose: (act: Act) => void,
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
  { head: 'Created', cell: ({ createdAt }) => <Instant at={createdAt} /> },
  {
    head: 'Ends',
    cell: ({ expiresAt, revokedAt }) => {
      const at = revokedAt ?? expiresAt;
      return at === null ? <Soft>never</Soft> : <Instant at={at} />;
    },
  },
  {
    head: 'Do',
    cell: (token) =>
      token.state === 'revoked' ? (
        <Soft>{token.revokedBecause === 'compromised' ? 'It was compromised' : 'It was retired'}</Soft>
      ) : (
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
      ),
  },
];

const words = { edit: 'Edit', reveal: 'Reveal', revoke: 'Revoke' } as const;

const TokensPage = () => {
  const organizationId = useOrganizationId();
  const list = useInfiniteQuery(tokens(organizationId));
  const mdms = useQuery(connections(organizationId)).data ?? [];
  const [chosen, setChosen] = useState<Act | null>(null);
  const close = () => {
    setChosen(null);
  };
  return (
    <>
      <PageHead
        title="Tokens"
        question="Which tokens are there, and who uses them?"
        actions={
          <OnlyFor role="administrator" to="make, edit and revoke tokens">
            <Button
              look="primary"
              onClick={() => {
                setChosen({ act: 'new' });
              }}
            >
              New token
            </Button>
          </OnlyFor>
        }
      />
      <Loaded query={list}>
        {({ pages }) => (
          <TokenList
            items={pages.flatMap((page) => page.items)}
            columns={columns(mdms, setChosen)}
            more={
              list.hasNextPage && (
                <Row>
                  <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    Show older tokens
                  </Button>
                </Row>
              )
            }
          />
        )}
      </Loaded>
      <Chosen chosen={chosen} mdms={mdms} onClose={close} />
    </>
  );
};

const TokenList = ({
  items,
  columns: shown,
  more,
}: {
  readonly items: readonly MdmToken[];
  readonly columns: readonly Column<MdmToken>[];
  readonly more: React.ReactNode;
}) => (
  <Sheet>
    {items.length === 0 ? (
      <Empty title="No token yet">
        A token is the secret by which devices prove that your MDM manages them. Make one, and it is written
        into your MDMs by itself.
      </Empty>
    ) : (
      <Table label="Tokens" items={items} keyOf={({ tokenId }) => tokenId} columns={shown} />
    )}
    {more}
  </Sheet>
);

const Chosen = ({
  chosen,
  mdms,
  onClose,
}: {
  readonly chosen: Act | null;
  readonly mdms: readonly MdmConnection[];
  readonly onClose: () => void;
}) => {
  if (chosen === null) return null;
  switch (chosen.act) {
    case 'new':
      return <NewToken mdms={mdms} onClose={onClose} />;
    case 'edit':
      return <EditToken token={chosen.token} onClose={onClose} />;
    case 'reveal':
      return <RevealToken token={chosen.token} onClose={onClose} />;
    case 'revoke':
      return <RevokeToken token={chosen.token} onClose={onClose} />;
  }
};

export default TokensPage;
