/** A way, drawn: steps in a row with a sign and a word for done, now and possible. */
import type { PathLane, PathStep } from '../../../schemas/index';
import { day } from '../../app/figures';
import { text, word } from '../../app/words';
import { ToEvent } from './to-event';

const signs: Readonly<Record<PathStep['state'], string>> = {
  done: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20zM6.5 12.2l1.6-1.6l2.7 2.7l5.2-5.2l1.6 1.6l-6.8 6.8z',
  now: 'M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22zm0 3a8 8 0 1 1 0 16a8 8 0 1 1 0-16zm0 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z',
  possible: '',
};

const Sign = ({ state }: Pick<PathStep, 'state'>) => (
  <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false">
    {state === 'possible' ? (
      <circle
        cx="12"
        cy="12"
        r="9"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeDasharray="4 3"
      />
    ) : (
      <path d={signs[state]} fill="currentColor" fillRule="evenodd" />
    )}
  </svg>
);

const stateWord = (state: PathStep['state']): string => {
  if (state === 'done') return text('page.caseView.stepDone');
  return state === 'now' ? text('page.caseView.stepNow') : text('page.caseView.stepPossible');
};

const Step = ({ step, group }: { step: PathStep; group: string }) => {
  const { state, status, at, seq } = step;
  return (
    <li data-step={state} aria-current={state === 'now' ? 'step' : undefined}>
      <Sign state={state} />
      <span className="step">
        <span className="step-state">{stateWord(state)}</span>
        <span className="step-name">{word(group, status)}</span>
        {at === undefined || seq === undefined ? null : (
          <ToEvent seq={seq} about={word(group, status)}>
            {day(at)}
          </ToEvent>
        )}
      </span>
    </li>
  );
};

interface Props {
  readonly lane: PathLane;
  /** What the way is of, read aloud. */
  readonly label: string;
}

export const WayOf = ({ lane, label }: Props) => {
  const group = lane.referralId === undefined ? 'caseStatus' : 'referralStatus';
  const gone = lane.steps.filter(({ state }) => state !== 'possible');
  const next = lane.steps.filter(({ state }) => state === 'possible');
  return (
    <div className="way" data-way={lane.referralId ?? 'case'}>
      <ol aria-label={label}>
        {gone.map((step) => (
          <Step key={`${step.seq ?? ''}`} step={step} group={group} />
        ))}
      </ol>
      {next.length === 0 ? null : (
        <ul className="next" aria-label={`${label}, ${text('page.caseView.stepPossible')}`}>
          {next.map((step) => (
            <Step key={step.status} step={step} group={group} />
          ))}
        </ul>
      )}
    </div>
  );
};
