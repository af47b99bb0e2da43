import { Link } from '@tanstack/react-router';
import { PageHead, Sheet, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { useOrganizationName } from '../organization-name.ts';
import { needsAttention, type Concern } from './needs-attention.ts';
import styles from './overview.module.css';
import { Figures } from './figures.tsx';
import type { Seen } from './seen.ts';
import { stateInWords } from './state-in-words.ts';
import { UnderWay } from './under-way.tsx';
import { useSeen } from './use-seen.ts';

/** One sentence that says whether everything is all right, then only what needs somebody. */
const OverviewPage = () => {
  const organizationId = useOrganizationId();
  const name = useOrganizationName(organizationId);
  const seen = useSeen(organizationId);
  return (
    <>
      <PageHead title={name} question="Is everything all right?" />
      <Loaded query={seen}>{(data) => <State seen={data} organizationId={organizationId} />}</Loaded>
    </>
  );
};

const State = ({ seen, organizationId }: { readonly seen: Seen; readonly organizationId: string }) => {
  const concerns = needsAttention(seen);
  return (
    <Stack>
      <p className={styles['sentence']}>{stateInWords(seen)}</p>
      <Sheet title="What needs you">
        {concerns.length === 0 ? (
          <Notice tone="good" title="Nothing needs you.">
            Every MDM holds the newest token, and nothing is about to end.
          </Notice>
        ) : (
          concerns.map((concern) => (
            <Attention key={concern.title} concern={concern} organizationId={organizationId} />
          ))
        )}
      </Sheet>
      <UnderWay rotations={seen.rotations} />
      <Figures usage={seen.usage} />
    </Stack>
  );
};

const Attention = ({
  concern: { tone, title, text, act, to, search },
  organizationId,
}: {
  readonly concern: Concern;
  readonly organizationId: string;
}) => (
  <Notice
    tone={tone}
    title={title}
    action={
      <Link to={to} params={{ organizationId }} search={search ?? {}}>
        {act}
      </Link>
    }
  >
    {text}
  </Notice>
);

export default OverviewPage;
