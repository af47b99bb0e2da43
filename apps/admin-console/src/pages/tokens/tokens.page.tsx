import type { MdmToken } from '@mdm-gate/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { connections, tokens, usage } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { PageHead, Sheet } from '../../components/layout.tsx';
import { isKnown, Loaded } from '../../components/loaded.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { useMay } from '../../session/rights.ts';
import { useNewForm } from '../new-form.ts';
import { useOrganizationId } from '../organization-id.ts';
import { EditToken } from './edit-token.tsx';
import { NewToken } from './new-token.tsx';
import { RevealToken } from './reveal-token.tsx';
import { RevokeToken } from './revoke-token.tsx';
import { tokenColumns, type TokenAct } from './token-columns.tsx';

const TokensPage = () => {
  const organizationId = useOrganizationId();
  const list = useInfiniteQuery(tokens(organizationId));
  const held = useQuery(connections(organizationId));
  const counted = useQuery(usage(organizationId));
  const mdms = held.data ?? [];
  // The width of columns follows from all that stands in them.
  const all = isKnown(held) && isKnown(counted) ? list : { ...list, data: undefined };
  const [chosen, setChosen] = useState<TokenAct | null>(null);
  const form = useNewForm();
  const mayMake = useMay(organizationId, 'administrator');
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
            <Button look="primary" onClick={form.open}>
              New token
            </Button>
          </OnlyFor>
        }
      />
      <Loaded query={all}>
        {({ pages }) => (
          <TokenList
            items={pages.flatMap((page) => page.items)}
            columns={tokenColumns({ items: mdms, counted: counted.data }, mayMake ? setChosen : null)}
            more={<ShowMore of={list} label="Show older tokens" />}
          />
        )}
      </Loaded>
      {form.isOpen && mayMake && <NewToken mdms={mdms} onClose={form.close} />}
      <Chosen chosen={asItIsNow(chosen, list.data?.pages ?? [])} onClose={close} />
    </>
  );
};

/** A dialog speaks of the token as it is by now. */
const asItIsNow = (
  chosen: TokenAct | null,
  pages: readonly { readonly items: readonly MdmToken[] }[],
): TokenAct | null => {
  if (chosen === null) return null;
  const { tokenId } = chosen.token;
  const items = pages.flatMap((page) => page.items);
  return { ...chosen, token: items.find((each) => each.tokenId === tokenId) ?? chosen.token };
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

const Chosen = ({ chosen, onClose }: { readonly chosen: TokenAct | null; readonly onClose: () => void }) => {
  if (chosen === null) return null;
  switch (chosen.act) {
    case 'edit':
      return <EditToken token={chosen.token} onClose={onClose} />;
    case 'reveal':
      return <RevealToken token={chosen.token} onClose={onClose} />;
    case 'revoke':
      return <RevokeToken token={chosen.token} onClose={onClose} />;
  }
};

export default TokensPage;
