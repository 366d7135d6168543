import type { LadderLevel } from '../../schemas/index';
import { word } from '../app/words';
import { Badge } from './badge';
import type { Tone } from './badge';

const tones: Readonly<Record<LadderLevel, Tone>> = {
  due: 'info',
  L0: 'neutral',
  L1: 'warn',
  L2: 'danger',
  L3: 'danger',
  L4: 'danger',
};

/** A step of the ladder that was reached: `L1: Reminder`. */
export const Level = ({ level }: { level: LadderLevel }) => (
  <Badge tone={tones[level]}>{`${level}: ${word('level', level)}`}</Badge>
);
