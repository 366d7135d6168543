/**
 * A notice that did not arrive is a fact of its case (domain.md 6): whoever reads the case sees that an
 * office was not told. Nobody is told of it by another notice, which might not arrive either.
 */
import type { Decider } from '../decision';
import { accept } from '../decision';

export const noteUndelivered: Decider<'noteUndelivered'> = (_state, { kind: _kind, ...data }) =>
  accept({ type: 'noticeUndelivered', data });
