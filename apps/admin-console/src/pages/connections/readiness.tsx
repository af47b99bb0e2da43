import type { ConnectionReadiness, ReadinessItem } from '@mdm-gate/contracts';
import { Instant } from '../../components/instant.tsx';
import { Columns, Row, Soft, Stack } from '../../components/layout.tsx';
import { State } from '../../components/notice.tsx';
import { platformWords, readinessStateWords, readinessWords } from '../../words/deliveries.ts';

/** What the MDM needs before it can bring the token to devices: what has to be mended, and the rest behind lines that open. */
export const Readiness = ({ seen }: { readonly seen: ConnectionReadiness | null }) => (
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
  </Stack>
);

const Items = ({ items }: { readonly items: readonly ReadinessItem[] }) => {
  const of = (wanted: ReadinessItem['state']) => items.filter(({ state }) => state === wanted);
  const [failing, unknown, fine] = [of('failing'), of('unknown'), of('ok')];
  return (
    <>
      <Several items={failing} />
      <Folded summary={`${unknown.length} to look at yourself`} items={unknown}>
        This MDM does not tell us; its own console does.
      </Folded>
      <Folded summary={`${fine.length} of ${items.length} are all right`} items={fine} />
    </>
  );
};

const Folded = ({
  summary,
  items,
  children,
}: {
  readonly summary: string;
  readonly items: readonly ReadinessItem[];
  readonly children?: string;
}) =>
  items.length > 0 && (
    <details>
      <summary>{summary}</summary>
      <Stack tight>
        {children !== undefined && <Soft>{children}</Soft>}
        <Several items={items} />
      </Stack>
    </details>
  );

const Several = ({ items }: { readonly items: readonly ReadinessItem[] }) =>
  items.length > 0 && (
    <Columns>
      {items.map((item) => (
        <Item key={`${item.item} ${item.platform ?? ''}`} item={item} />
      ))}
    </Columns>
  );

const Item = ({ item }: { readonly item: ReadinessItem }) => {
  const [tone, word] = readinessStateWords[item.state];
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
