import { useInfiniteQuery } from '@tanstack/react-query';
import type { Forecast } from '../../../schemas/index';
import { address, ask } from '../../app/api';
import type { Wish } from './filters';

const pageSize = 100;

/** The forecast, page after page of cases; asked again when any case changes. */
export const useForecast = ({ days, office }: Wish) => {
  const query = { days, limit: pageSize, institution: office };
  return useInfiniteQuery({
    queryKey: ['lists', 'forecast', query],
    queryFn: ({ pageParam: after, signal }) =>
      ask<Forecast>(address('/v1/forecast', { ...query, after }), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
};
