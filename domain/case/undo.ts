/** Taking back an accidental click; what may be taken back stands in `remember.ts`. */
import type { Decider } from '../decision';
import { accept, refuse } from '../decision';

/** What a policy says that was published before clicks could be taken back [P]. */
export const usualMinutes = 10;

export const undoLast: Decider<'undoLast'> = (state, _body, moment) => {
  const { before, by, at = moment.now, seqFrom } = state.undoable ?? {};
  if (before === undefined || seqFrom === undefined || by !== moment.actor.userId)
    return refuse('nothing_to_undo');
  const { undoMinutes: minutes = usualMinutes } = moment.policy;
  return Date.parse(moment.now) - Date.parse(at) > minutes * 60_000
    ? refuse('too_late_to_undo', { minutes })
    : accept({ type: 'commandUndone', data: { seqFrom, seqTo: state.version } });
};
