import { text } from '../app/words';
import { Button } from './button';

interface Pages {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Under a list that has another page: brings it. `words` where "Load more" does not say enough. */
export const More = ({ of, words }: { of: Pages; words?: string }) =>
  of.hasNextPage ? (
    <Button
      look="quiet"
      id="more"
      isPending={of.isFetchingNextPage}
      onPress={() => void of.fetchNextPage()}
    >
      {words ?? text('page.more')}
    </Button>
  ) : null;
