import { Button } from './button.tsx';
import { Row } from './layout.tsx';

/** The next page of a list that is read piece by piece; nothing when all of it is shown. */
export const ShowMore = ({
  of: { hasNextPage, isFetchingNextPage, fetchNextPage },
  label = 'Show more',
}: {
  readonly of: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly label?: string;
}) =>
  hasNextPage && (
    <Row>
      <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {label}
      </Button>
    </Row>
  );
