/** Keeps what is filled in: a new case, or the draft that is there already. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { CaseView } from '../../../schemas/index';
import { ApiProblem, ask, command } from '../../app/api';

export interface Wish {
  readonly draft: boolean;
  readonly body: {
    readonly canton: string;
    readonly policyId?: string | undefined;
    readonly person: object;
    readonly facts: object;
  };
}

const begin = ({ draft, body }: Wish, key: string): Promise<CaseView> =>
  ask<CaseView>('/v1/cases', {
    method: 'POST',
    body: { ...body, ...(draft && { draft }) },
    key,
  });

/** The draft is corrected first, and then goes on: two commands, each for the version before it. */
const goOn = async (view: CaseView, { draft, body }: Wish, key: string): Promise<CaseView> => {
  const { person, facts } = body;
  const corrected = await command(view, { kind: 'updateFacts', person, facts }, `${key}-facts`);
  if (draft) return corrected.case;
  return (await command(corrected.case, { kind: 'submitDraft' }, `${key}-submit`)).case;
};

/** Sending twice is keeping once; what was refused may be changed and sent anew. */
export const useKeeping = (view: CaseView | undefined) => {
  const queries = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const renew = (): void => {
    key.current = crypto.randomUUID();
  };
  return useMutation<CaseView, Error, Wish>({
    mutationFn: (wish) =>
      view === undefined ? begin(wish, key.current) : goOn(view, wish, key.current),
    onSuccess: (kept) => {
      renew();
      queries.setQueryData(['case', kept.id], kept);
      void queries.invalidateQueries({ queryKey: ['lists'] });
    },
    onError: (error) => {
      if (error instanceof ApiProblem) renew();
      if (view !== undefined) void queries.invalidateQueries({ queryKey: ['case', view.id] });
    },
  });
};
